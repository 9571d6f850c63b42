/** Tests of stanzas as values. */
@NullMarked
package im.linnet.stanza;

import org.jspecify.annotations.NullMarked;
