/** The streams that the benchmarks read and write, generated and equal in every run. */
@NullMarked
package im.linnet.benchmarks.corpus;

import org.jspecify.annotations.NullMarked;
