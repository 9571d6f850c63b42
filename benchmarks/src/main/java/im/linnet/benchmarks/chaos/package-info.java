/**
 * {@code benchmarks/run chaos}: numbered messages both ways between two clients, through a real
 * server and over lines that keep breaking. No message may be lost, duplicated, reordered or left
 * undecided.
 */
@NullMarked
package im.linnet.benchmarks.chaos;

import org.jspecify.annotations.NullMarked;
