/** Tests of the order in which endpoints are tried. */
@NullMarked
package im.linnet.internal.connect;

import org.jspecify.annotations.NullMarked;
