/**
 * Fuzzing: input that a hostile peer could send, changed at random, against Linnet's readers and
 * whole clients. {@link im.linnet.fuzz.FuzzTarget} is one thing to fuzz, {@link
 * im.linnet.fuzz.Targets} lists them all, {@link im.linnet.fuzz.Fuzz} runs them for long.
 */
@NullMarked
package im.linnet.fuzz;

import org.jspecify.annotations.NullMarked;
