package im.linnet.internal.race;

import im.linnet.failure.XmppException;
import io.netty.channel.ChannelHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One connection to an address, from its opening to its result. Belongs to the event loop.
 *
 * @param <T> the result
 */
public interface Run<T> {

  /** {@return the handler that is added to the channel once it is open} */
  ChannelHandler handler();

  /** {@return completes on the event loop when the other side has shown that it serves} */
  CompletableFuture<?> serves();

  /**
   * {@return the result, completed on the event loop; after that, or when this is cancelled, the
   * run closes the channel itself}
   */
  CompletableFuture<T> result();

  /**
   * Ends the run because the connection could not be opened.
   *
   * @param why the failure
   */
  void notOpened(XmppException why);

  /**
   * Ends the run because the open connection took too long, and ends its stream.
   *
   * @param limit the time limit
   */
  void tooLate(Duration limit);
}
