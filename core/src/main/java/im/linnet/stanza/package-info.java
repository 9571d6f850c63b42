/**
 * The three stanzas (RFC 6120, section 8) as immutable views of an {@link im.linnet.xml.Element}.
 */
@NullMarked
package im.linnet.stanza;

import org.jspecify.annotations.NullMarked;
