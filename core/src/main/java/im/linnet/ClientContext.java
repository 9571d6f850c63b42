package im.linnet;

import im.linnet.connection.Subscription;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The part of the client's API that only extensions need: nonzas, the callback executor, timers,
 * acknowledgements. See {@link XmppClient#context()}.
 */
public interface ClientContext {

  /**
   * Sends a nonza: an element that is not a stanza. It overtakes queued stanzas, is not counted
   * (XEP-0198, section 4), and is not resent on another connection.
   *
   * @param nonza the element
   * @return done when it is written. Fails with a {@link im.linnet.failure.TransportException} if
   *     there is no connection
   * @throws IllegalArgumentException if it is a stanza
   */
  CompletableFuture<Void> sendNonza(Element nonza);

  /**
   * Subscribes to the nonzas of one name. Nonzas without a subscriber are {@linkplain
   * im.linnet.connection.Dropped.Reason#UNKNOWN dropped}.
   *
   * @param name the local name
   * @param namespace the namespace name
   * @param taker is called with each, in order with the client's callbacks
   * @return ends the subscription
   * @throws IllegalStateException if there is a subscriber for this name already
   */
  Subscription onNonza(String name, String namespace, Consumer<Element> taker);

  /**
   * The serial executor of the client's callbacks. It runs tasks in order, one at a time, never on
   * an event loop. What a task throws is logged.
   *
   * @return the executor
   */
  Executor callbacks();

  /**
   * Runs a task after a delay, by the client's clock and in order with its callbacks. The task does
   * not run if the client's resources are shut down first.
   *
   * @param delay the delay
   * @param task the task
   * @return cancels the task
   * @throws IllegalArgumentException if the delay is negative
   */
  Subscription after(Duration delay, Runnable task);

  /**
   * Sets whether the server's acknowledgement requests (XEP-0198, section 4) are answered at once
   * instead of batched. Applies to the current connection only. Needed if the server withholds
   * stanzas until earlier ones are acknowledged.
   *
   * @param always true to answer at once
   */
  void acknowledgeAtOnce(boolean always);
}
