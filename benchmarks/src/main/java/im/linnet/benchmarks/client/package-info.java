/** Whole clients against Prosody, and against a peer that costs nothing. */
@NullMarked
package im.linnet.benchmarks.client;

import org.jspecify.annotations.NullMarked;
