/** Checks what the documentation says of the libraries that benchmarks compare with. */
@NullMarked
package im.linnet.benchmarks.migration;

import org.jspecify.annotations.NullMarked;
