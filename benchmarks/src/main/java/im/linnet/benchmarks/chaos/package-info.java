/**
 * {@code benchmarks/run chaos}: numbered messages both ways between two clients, through a real
 * server and over lines that break all the time. Nothing may be lost, doubled, put out of order or
 * left undecided.
 */
@NullMarked
package im.linnet.benchmarks.chaos;

import org.jspecify.annotations.NullMarked;
