/**
 * For tests of what is built on the client: {@link im.linnet.test.ScriptedClient a client on a
 * scripted server}, {@link im.linnet.test.ScriptedNegotiation a negotiation that drives one step},
 * and {@link im.linnet.test.FrozenClock time that stands still}. Bound to no test framework: what
 * is not as it should be is an {@link java.lang.AssertionError}.
 */
@NullMarked
package im.linnet.test;

import org.jspecify.annotations.NullMarked;
