/** Tests of what the benchmark of round trips prints. */
@NullMarked
package im.linnet.benchmarks.roundtrips;

import org.jspecify.annotations.NullMarked;
