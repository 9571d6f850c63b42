/** Tests of meters and observations. */
@NullMarked
package im.linnet.micrometer;

import org.jspecify.annotations.NullMarked;
