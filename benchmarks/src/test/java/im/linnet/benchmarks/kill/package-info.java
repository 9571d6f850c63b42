/** A program that is killed, as a test, and how its result is counted. */
@NullMarked
package im.linnet.benchmarks.kill;

import org.jspecify.annotations.NullMarked;
