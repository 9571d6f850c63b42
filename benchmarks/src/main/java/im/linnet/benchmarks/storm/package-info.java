/**
 * {@code benchmarks/run storm}: many clients in one process, and a restart of their server. All
 * have to reconnect, spread over time, and use no more memory and threads than before.
 */
@NullMarked
package im.linnet.benchmarks.storm;

import org.jspecify.annotations.NullMarked;
