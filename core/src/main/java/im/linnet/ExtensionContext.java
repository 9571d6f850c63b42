package im.linnet;

import im.linnet.connection.Subscription;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What a client gives to those who extend it, beyond what its users need: elements that are no
 * stanzas, the order of its callbacks, its clock. See {@link XmppClient#context()}.
 */
public interface ExtensionContext {

  /**
   * Sends an element that is no stanza, ahead of stanzas that wait to be sent. It is not counted
   * (XEP-0198, section 4), nor sent again on another connection.
   *
   * @param nonza the element
   * @return done when it was written. Fails with a {@link im.linnet.failure.TransportException} if
   *     there is no connection
   * @throws IllegalArgumentException if it is a stanza
   */
  CompletableFuture<Void> sendNonza(Element nonza);

  /**
   * Takes the elements of a name that are no stanzas. What nobody takes is {@linkplain
   * im.linnet.connection.Dropped.Reason#UNKNOWN dropped}.
   *
   * @param name the local name
   * @param namespace the namespace name
   * @param taker is called with each, in its place among the client's callbacks
   * @return gives them back
   * @throws IllegalStateException if somebody takes them already
   */
  Subscription onNonza(String name, String namespace, Consumer<Element> taker);

  /**
   * The order of the client's callbacks: what it runs is called behind all that waits, one at a
   * time, never on an event loop. What a task throws is logged.
   *
   * @return the executor
   */
  Executor callbacks();

  /**
   * Runs a task after a while, by the client's clock, in the order of its callbacks. Not run if the
   * client's resources are shut down before.
   *
   * @param delay how long after
   * @param task the task
   * @return cancels it
   * @throws IllegalArgumentException if the delay is negative
   */
  Subscription after(Duration delay, Runnable task);

  /**
   * Sets whether the server's requests for acknowledgement (XEP-0198, section 4) are answered at
   * once, and not a little later together: for the present connection, each new one begins without.
   * Needed where the server holds stanzas back until it hears that earlier ones have arrived.
   *
   * @param always whether they are
   */
  void acknowledgeAtOnce(boolean always);
}
