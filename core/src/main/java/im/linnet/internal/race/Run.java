package im.linnet.internal.race;

import im.linnet.failure.XmppException;
import io.netty.channel.ChannelHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What happens on the connection to one address, from its opening to what came of it. Belongs to
 * the event loop.
 *
 * @param <T> what comes of it
 */
public interface Run<T> {

  /** {@return the handler that is added to the channel once it is open} */
  ChannelHandler handler();

  /** {@return completed on the event loop when the other side has shown that it serves} */
  CompletableFuture<?> serves();

  /**
   * {@return what came of it, completed on the event loop; from then on it closes the channel by
   * itself, as it does when this is cancelled}
   */
  CompletableFuture<T> result();

  /**
   * Ends it, as there is no connection.
   *
   * @param why the failure
   */
  void notOpened(XmppException why);

  /**
   * Ends it, as an open connection took too long, and says goodbye.
   *
   * @param limit how long it had
   */
  void tooLate(Duration limit);
}
