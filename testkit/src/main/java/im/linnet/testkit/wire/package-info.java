/**
 * One end of a connection as the peers of the testkit hold it: a socket that can be secured in the
 * middle, read element by element without reading ahead, and ended in every way there is. Not
 * exported.
 */
@NullMarked
package im.linnet.testkit.wire;

import org.jspecify.annotations.NullMarked;
