/** Clients and their servers in one JVM, without a network. */
@NullMarked
package im.linnet.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
