/** Tests of the flight recorder's events. */
@NullMarked
package im.linnet.internal.jfr;

import org.jspecify.annotations.NullMarked;
