package im.linnet.internal.session;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.outgoing.SendFuture;
import im.linnet.internal.stream.Faults;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends elements that are not stanzas on the current session.
 *
 * @param loop the client's event loop
 * @param completions completes users' futures; never the event loop
 * @param session the current session, or null; asked on the event loop
 */
record NonzaSender(
    Executor loop, Executor completions, Supplier<@Nullable SessionHandler> session) {

  /**
   * Sends an element; from any thread.
   *
   * @param nonza the element
   * @return completes when it has been written
   */
  CompletableFuture<Void> send(Element nonza) {
    SendFuture<Void> sent = new SendFuture<>(completions, given -> {});
    try {
      loop.execute(() -> send(nonza, sent));
    } catch (RejectedExecutionException shutDown) {
      sent.completeExceptionally(notConnected());
    }
    return sent;
  }

  private void send(Element nonza, SendFuture<Void> sent) {
    SessionHandler now = session.get();
    if (now == null) {
      sent.end(() -> sent.completeExceptionally(notConnected()));
      return;
    }
    now.sendNonza(nonza)
        .addListener(
            written ->
                sent.end(
                    () -> {
                      if (written.isSuccess()) {
                        sent.complete(null);
                      } else {
                        sent.completeExceptionally(Faults.of(written.cause()));
                      }
                    }));
  }

  private static TransportException notConnected() {
    return new TransportException(Reason.NOT_CONNECTED, "There is no connection");
  }
}
