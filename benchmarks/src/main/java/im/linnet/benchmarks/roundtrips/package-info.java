/** How many round trips it takes to sign in, over a line with a delay. */
@NullMarked
package im.linnet.benchmarks.roundtrips;

import org.jspecify.annotations.NullMarked;
