/** Whole clients behind one interface, each used as its experts would use it. */
@NullMarked
package im.linnet.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
