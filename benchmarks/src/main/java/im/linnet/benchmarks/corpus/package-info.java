/** What the benchmarks read and write: streams made up, the same ones in every run. */
@NullMarked
package im.linnet.benchmarks.corpus;

import org.jspecify.annotations.NullMarked;
