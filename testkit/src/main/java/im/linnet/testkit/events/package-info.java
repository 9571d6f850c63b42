/**
 * Logs of what a peer has seen, for tests that wait for an event instead of sleeping.
 *
 * <pre>{@code
 * EventLog<String> log = new EventLog<>();
 * CompletableFuture<String> greeting = log.first(String.class, text -> text.startsWith("Hello"));
 * log.add("Hello, Juliet");
 * log.await("a name", text -> text.contains("Juliet"));
 * greeting.join();
 * }</pre>
 */
@NullMarked
package im.linnet.testkit.events;

import org.jspecify.annotations.NullMarked;
