package im.linnet;

import im.linnet.stanza.Iq;
import im.linnet.stanza.IqHandler;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Wrappers around subscribers, handlers and futures that also reference the client: while a
 * connection or a timer references one of them, the client is not dropped. See {@link DropWatch}.
 */
final class Held {

  private Held() {}

  /** A subscriber. */
  record Subscriber<T>(XmppClient client, Consumer<T> subscriber) implements Consumer<T> {

    Subscriber {
      Objects.requireNonNull(subscriber, "subscriber");
    }

    @Override
    public void accept(T event) {
      subscriber.accept(event);
    }
  }

  /** A request handler. */
  record Handler(XmppClient client, IqHandler handler) implements IqHandler {

    Handler {
      Objects.requireNonNull(handler, "handler");
    }

    @Override
    public CompletionStage<Reply> handle(Iq request) {
      return handler.handle(request);
    }
  }

  /** The publisher of stanzas. */
  record Publisher(XmppClient client, Flow.Publisher<Stanza> stanzas)
      implements Flow.Publisher<Stanza> {

    @Override
    public void subscribe(Flow.Subscriber<? super Stanza> subscriber) {
      Objects.requireNonNull(subscriber, "subscriber");
      stanzas.subscribe(new Demanding(client, subscriber));
    }
  }

  /** A subscriber with back-pressure. */
  private record Demanding(XmppClient client, Flow.Subscriber<? super Stanza> subscriber)
      implements Flow.Subscriber<Stanza> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscriber.onSubscribe(subscription);
    }

    @Override
    public void onNext(Stanza stanza) {
      subscriber.onNext(stanza);
    }

    @Override
    public void onError(Throwable failure) {
      subscriber.onError(failure);
    }

    @Override
    public void onComplete() {
      subscriber.onComplete();
    }
  }

  /** Keeps the client reachable until the future is done. */
  static <T> CompletableFuture<T> until(CompletableFuture<T> end, XmppClient client) {
    var unused = end.whenComplete(new Awaited<>(client));
    return end;
  }

  /** A dependant of a future; does nothing but reference the client. */
  private record Awaited<T>(XmppClient client) implements BiConsumer<T, @Nullable Throwable> {

    @Override
    public void accept(T result, @Nullable Throwable failure) {}
  }
}
