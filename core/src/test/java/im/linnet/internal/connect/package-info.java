/** Tests of the way from a domain to an open channel. */
@NullMarked
package im.linnet.internal.connect;

import org.jspecify.annotations.NullMarked;
