/** Benchmarks of Linnet and its peers, in one run. */
@NullMarked
package im.linnet.benchmarks;

import org.jspecify.annotations.NullMarked;
