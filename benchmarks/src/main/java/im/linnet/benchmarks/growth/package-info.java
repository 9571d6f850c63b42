/** How the cost grows with what there is of something. */
@NullMarked
package im.linnet.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
