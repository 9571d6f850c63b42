/**
 * The server side of a connection, as used by the peers of the testkit: a socket that can be
 * secured later, read element by element without reading ahead, and ended in various ways. Not
 * exported.
 */
@NullMarked
package im.linnet.testkit.wire;

import org.jspecify.annotations.NullMarked;
