/**
 * The cost of the nastiest input: whether it grows with the bytes, and no faster, and whether what
 * is over a limit is refused in constant memory.
 */
@NullMarked
package im.linnet.benchmarks.worstcase;

import org.jspecify.annotations.NullMarked;
