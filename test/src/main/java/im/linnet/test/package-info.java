/**
 * Tools for testing extensions and steps: {@link im.linnet.test.ScriptedClient a client with a
 * scripted server}, {@link im.linnet.test.HostileServer one with a hostile server}, {@link
 * im.linnet.test.ScriptedNegotiation a negotiation that drives one step}, and {@link
 * im.linnet.test.FrozenClock a frozen clock}. They depend on no test framework: a failed check is
 * an {@link java.lang.AssertionError}.
 */
@NullMarked
package im.linnet.test;

import org.jspecify.annotations.NullMarked;
