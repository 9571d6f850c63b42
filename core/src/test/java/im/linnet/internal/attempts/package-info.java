/** Tests of the order in which endpoints are tried. */
@NullMarked
package im.linnet.internal.attempts;

import org.jspecify.annotations.NullMarked;
