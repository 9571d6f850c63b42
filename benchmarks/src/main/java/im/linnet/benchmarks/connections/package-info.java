/** Many sessions in one JVM: what each of them costs. */
@NullMarked
package im.linnet.benchmarks.connections;

import org.jspecify.annotations.NullMarked;
