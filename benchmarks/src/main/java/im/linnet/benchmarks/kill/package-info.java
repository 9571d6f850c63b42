/**
 * {@code benchmarks/run chaos --kill}: a program that is killed at random moments and goes on with
 * its journal.
 */
@NullMarked
package im.linnet.benchmarks.kill;

import org.jspecify.annotations.NullMarked;
