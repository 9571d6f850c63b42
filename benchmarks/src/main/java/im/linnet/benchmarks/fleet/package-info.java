/** {@code benchmarks/run fleet}: what the cluster costs, without any connection to a server. */
@NullMarked
package im.linnet.benchmarks.fleet;

import org.jspecify.annotations.NullMarked;
