/** Long lists: joining large rooms, reading archives, loading contact lists. */
@NullMarked
package im.linnet.benchmarks.lists;

import org.jspecify.annotations.NullMarked;
