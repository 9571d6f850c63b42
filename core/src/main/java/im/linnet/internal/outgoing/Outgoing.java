package im.linnet.internal.outgoing;

import im.linnet.failure.RefusedException;
import im.linnet.failure.XmppException;
import im.linnet.internal.callbacks.SerialExecutor;
import im.linnet.internal.management.Weight;
import im.linnet.internal.routing.FilterChain;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The path of outgoing stanzas: check against the service profile, id, filters, sender. Safe for
 * use by any thread. If there are filters, messages and presences pass them one at a time, so a
 * held one delays those behind it. IQs have an order of their own and do not wait for held stanzas.
 */
public final class Outgoing {

  private final Function<Stanza, @Nullable String> refusal;
  private final FilterChain filters;
  private final Supplier<Sender> sender;
  private final SerialExecutor turns;
  private final StartOrder requests;
  private final StanzaIds ids = new StanzaIds();
  private final Allowance room = new Allowance();

  /**
   * The outgoing path of one client.
   *
   * @param refusal returns why the service can't handle a stanza, or null
   * @param filters the client's filters
   * @param sender the current sender; throws if there is no stream
   * @param threads run the filters; must never reject a task
   */
  public Outgoing(
      Function<Stanza, @Nullable String> refusal,
      FilterChain filters,
      Supplier<Sender> sender,
      Executor threads) {
    this.refusal = refusal;
    this.filters = filters;
    this.sender = sender;
    this.turns = new SerialExecutor(threads);
    this.requests = new StartOrder(threads, filters::inAWhile);
  }

  /**
   * Sends a stanza.
   *
   * @param stanza the stanza
   * @return completes when it has been written
   */
  public CompletableFuture<Void> send(Stanza stanza) {
    return pass(stanza, (to, passed) -> to.send(passed.element()), null, failure -> failure);
  }

  /**
   * Sends a stanza and awaits its acknowledgement.
   *
   * @param stanza the stanza
   * @return completes when it is acknowledged
   */
  public CompletableFuture<Void> deliver(Stanza stanza) {
    return pass(stanza, (to, passed) -> to.deliver(passed.element()), null, Sender::notSent);
  }

  /**
   * Sends a request.
   *
   * @param request the request
   * @param how how it is sent and its answer read
   * @param <T> the reader's result
   * @return what was read from the answer
   */
  public <T> CompletableFuture<T> request(Iq request, Asking<T> how) {
    return pass(request, (to, passed) -> to.request((Iq) passed, how), how, failure -> failure);
  }

  private <T> CompletableFuture<T> pass(
      Stanza stanza,
      BiFunction<Sender, Stanza, CompletableFuture<T>> last,
      @Nullable Asking<T> how,
      Function<XmppException, XmppException> absent) {
    String why = refusal.apply(stanza);
    if (why != null) {
      return CompletableFuture.failedFuture(new RefusedException(why));
    }
    Sender now;
    try {
      now = sender.get();
    } catch (XmppException noStream) {
      return CompletableFuture.failedFuture(absent.apply(noStream));
    }
    Stanza identified = ids.identified(stanza);
    return filters.isEmpty()
        ? last.apply(now, identified)
        : filtered(identified, new FilteredSend<>(sender, last, how, absent));
  }

  private <T> CompletableFuture<T> filtered(Stanza stanza, FilteredSend<T> send) {
    long weight = Weight.of(stanza.element());
    if (room.take(weight, Outbox.STANZAS) != Allowance.Room.TAKEN) {
      return CompletableFuture.failedFuture(
          RefusedException.full(
              "Too much waits for filters: %d stanzas or %d MiB; wait for earlier sends to complete"
                      .formatted(Outbox.CAPACITY, Outbox.MOST_WEIGHT >> 20)
                  + " before the next"));
    }
    SerialExecutor.Holding turn = new Turn<>(stanza, weight, send);
    if (stanza instanceof Iq) {
      requests.execute(turn);
    } else {
      turns.execute(turn);
    }
    return send;
  }

  /**
   * {@return completes when all messages and presences submitted so far have passed the filters}
   */
  public CompletableFuture<Void> passed() {
    if (filters.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> passed = new CompletableFuture<>();
    turns.execute(() -> passed.complete(null));
    return passed;
  }

  /** One stanza that waits to pass the filters. */
  private final class Turn<T> implements SerialExecutor.Holding {

    private final Stanza stanza;
    private final long weight;
    private final FilteredSend<T> send;
    private @Nullable CompletableFuture<?> held;

    Turn(Stanza stanza, long weight, FilteredSend<T> send) {
      this.stanza = stanza;
      this.weight = weight;
      this.send = send;
    }

    @Override
    public void run() {
      held =
          (send.isDone()
                  ? CompletableFuture.completedFuture(null)
                  : filters.outgoing(stanza).thenAccept(judged -> send.judged(stanza, judged)))
              .whenComplete((done, failure) -> room.giveBack(weight));
    }

    @Override
    public @Nullable CompletionStage<?> held() {
      return held;
    }

    @Override
    public void dropped() {
      run();
    }
  }
}
