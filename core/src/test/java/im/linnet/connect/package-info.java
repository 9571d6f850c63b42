/** Tests of what users set about the way to a service. */
@NullMarked
package im.linnet.connect;

import org.jspecify.annotations.NullMarked;
