package im.linnet.internal.incoming;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.callbacks.SerialExecutor;
import im.linnet.internal.outgoing.PendingRequests;
import im.linnet.internal.outgoing.SendFuture;
import im.linnet.internal.routing.Filtered;
import im.linnet.stanza.Iq;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The path of answers through the filters to the callers: at once, or after all stanzas that came
 * before them.
 */
final class AnswerPath implements PendingRequests.AnswerWay {

  private final Router router;

  /** The path of one client's answers. */
  AnswerPath(Router router) {
    this.router = router;
  }

  @Override
  public void take(Iq answer, int size, SendFuture<?> outcome, Consumer<Filtered> hand) {
    router.inflow().tookAnswer(size);
    outcome.end(
        () -> {
          if (router.filters().isEmpty()) {
            router.inflow().doneAnswer(size);
            hand.accept(new Filtered.Passed(List.of(), answer));
          } else {
            router.filters().incoming(answer).thenAccept(filtered -> passed(filtered, size, hand));
          }
        });
  }

  private void passed(Filtered filtered, int size, Consumer<Filtered> hand) {
    router.inflow().doneAnswer(size);
    if (!filtered.ahead().isEmpty()) {
      router.inTurn(filtered.ahead(), size);
    }
    hand.accept(filtered);
  }

  @Override
  public void takeInTurn(Iq answer, int size, SendFuture<?> outcome, Consumer<Filtered> hand) {
    router.inflow().tookAnswer(size);
    router.inTurn(new InTurn(answer, size, outcome, hand));
  }

  /** An answer delivered after every stanza that arrived before it. */
  private final class InTurn implements SerialExecutor.Holding {

    private final Iq answer;
    private final int size;
    private final SendFuture<?> outcome;
    private final Consumer<Filtered> hand;
    private @Nullable CompletableFuture<?> held;

    InTurn(Iq answer, int size, SendFuture<?> outcome, Consumer<Filtered> hand) {
      this.answer = answer;
      this.size = size;
      this.outcome = outcome;
      this.hand = hand;
    }

    @Override
    public void run() {
      if (router.isLeft()) {
        dropped();
      } else {
        held = router.filters().incoming(answer).thenCompose(this::handOver);
      }
    }

    private CompletionStage<?> handOver(Filtered filtered) {
      router.inflow().doneAnswer(size);
      CompletionStage<?> ahead = router.routeHere(filtered.ahead(), size);
      hand.accept(filtered);
      return ahead;
    }

    @Override
    public @Nullable CompletionStage<?> held() {
      return held;
    }

    @Override
    public void dropped() {
      router.inflow().doneAnswer(size);
      outcome.end(
          () ->
              outcome.completeExceptionally(
                  new TransportException(
                      Reason.CLOSED_HERE, "The client was closed before the answer had its turn")));
    }
  }
}
