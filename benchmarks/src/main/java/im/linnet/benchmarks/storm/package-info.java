/**
 * {@code benchmarks/run storm}: many clients in one process, and a restart of the server that they
 * are all connected to. All have to come back, spread over time, and to cost what they cost before.
 */
@NullMarked
package im.linnet.benchmarks.storm;

import org.jspecify.annotations.NullMarked;
