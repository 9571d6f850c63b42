/** What the benchmarks have reached, and whether it still holds. */
@NullMarked
package im.linnet.benchmarks.guard;

import org.jspecify.annotations.NullMarked;
