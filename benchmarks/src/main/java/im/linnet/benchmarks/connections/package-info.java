/** The cost of each of many sessions in one JVM. */
@NullMarked
package im.linnet.benchmarks.connections;

import org.jspecify.annotations.NullMarked;
