/** Whole clients behind one face, each driven as somebody who knows it well would. */
@NullMarked
package im.linnet.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
