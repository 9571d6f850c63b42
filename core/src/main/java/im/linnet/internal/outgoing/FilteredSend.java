package im.linnet.internal.outgoing;

import im.linnet.failure.XmppException;
import im.linnet.internal.routing.Filtered;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The future of a stanza that passes filters before it is sent. Cancelling it before the stanza is
 * sent prevents sending; later, it cancels the wait for the server.
 */
final class FilteredSend<T> extends CompletableFuture<T> {

  private final Supplier<Sender> sender;
  private final BiFunction<Sender, Stanza, CompletableFuture<T>> last;
  private final @Nullable Asking<T> how;
  private final Function<XmppException, XmppException> absent;
  private volatile @Nullable CompletableFuture<T> sent;

  /** Must not be collected before this completes. */
  @SuppressWarnings("UnusedVariable") // the reference is what matters
  private volatile @Nullable Object kept;

  /**
   * The stanza has passed no filter yet.
   *
   * @param sender the sender to use after the filters
   * @param last sends the stanza that has passed
   * @param how how the request is sent, if it is one
   * @param absent converts the failure of a missing stream for the caller
   */
  FilteredSend(
      Supplier<Sender> sender,
      BiFunction<Sender, Stanza, CompletableFuture<T>> last,
      @Nullable Asking<T> how,
      Function<XmppException, XmppException> absent) {
    this.sender = sender;
    this.last = last;
    this.how = how;
    this.absent = absent;
  }

  /** Keeps an object from being collected until this completes. */
  void hold(Object needed) {
    kept = needed;
  }

  /** Continues after the filters have handled the stanza. */
  void judged(Stanza stanza, Filtered filtered) {
    Sender to;
    try {
      to = sender.get();
    } catch (XmppException noStream) {
      completeExceptionally(absent.apply(noStream));
      return;
    }
    filtered.ahead().forEach(other -> to.send(other.element()));
    if (filtered instanceof Filtered.Passed passed) {
      if (!isDone()) {
        follow(last.apply(to, passed.stanza()));
      }
    } else if (filtered instanceof Filtered.Answered answered) {
      answered(stanza, answered.reply());
    } else if (filtered instanceof Filtered.Stopped stopped) {
      completeExceptionally(stopped.why());
    }
  }

  private void answered(Stanza asked, Iq reply) {
    if (how != null && asked instanceof Iq request) {
      how.complete(request, reply, this);
    } else {
      complete(null);
    }
  }

  private void follow(CompletableFuture<T> sending) {
    sent = sending;
    sending.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            complete(value);
          } else {
            completeExceptionally(failure);
          }
        });
    if (isCancelled()) {
      sending.cancel(false);
    }
  }

  @Override
  public boolean cancel(boolean interrupt) {
    boolean cancelled = super.cancel(interrupt);
    CompletableFuture<T> sending = sent;
    if (cancelled && sending != null) {
      sending.cancel(interrupt);
    }
    return cancelled;
  }
}
