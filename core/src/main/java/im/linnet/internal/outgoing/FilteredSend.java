package im.linnet.internal.outgoing;

import im.linnet.failure.XmppException;
import im.linnet.internal.routing.Filtered;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a stanza that has to pass filters before it is sent. Cancelling it before it was
 * sent keeps it from being sent; later, it cancels what awaits the server.
 */
final class FilteredSend<T> extends CompletableFuture<T> {

  private final Supplier<Sender> sender;
  private final BiFunction<Sender, Stanza, CompletableFuture<T>> last;
  private final @Nullable Asking<T> how;
  private final Function<XmppException, XmppException> absent;
  private volatile @Nullable CompletableFuture<T> sent;

  /** What must not be collected before this has ended. */
  @SuppressWarnings("UnusedVariable") // the reference is what matters
  private volatile @Nullable Object kept;

  /**
   * Nothing has passed yet.
   *
   * @param sender what to send on, then
   * @param last sends what has passed
   * @param how what awaits an answer, if one is awaited
   * @param absent what a missing stream means to who awaits this
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

  /** Keeps something from being collected as long as somebody is to end this. */
  void hold(Object needed) {
    kept = needed;
  }

  /** Filters have judged the stanza that was given to send. */
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
            completeExceptionally(
                failure instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failure);
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
