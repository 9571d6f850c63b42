package im.linnet.internal.routing;

import im.linnet.failure.FilterException;
import im.linnet.internal.netty.Causes;
import im.linnet.internal.routing.Filtered.Answered;
import im.linnet.internal.routing.Filtered.Passed;
import im.linnet.internal.routing.Filtered.Stopped;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** One stanza's pass through the filters, with the stanzas that they insert before it. */
final class Walk {

  private final FilterChain chain;
  private final Direction direction;
  private final List<Filter> filters;
  private final List<Stanza> ahead = new ArrayList<>();

  Walk(FilterChain chain, Direction direction, List<Filter> filters) {
    this.chain = chain;
    this.direction = direction;
    this.filters = filters;
  }

  /** Continues with the filter at this index. */
  CompletableFuture<Filtered> from(int next, Stanza stanza) {
    if (next == filters.size()) {
      return CompletableFuture.completedFuture(new Passed(List.copyOf(ahead), stanza));
    }
    Verdict verdict;
    try {
      verdict = Objects.requireNonNull(direction.ask(filters.get(next), stanza), "its verdict");
    } catch (Throwable failure) {
      return broken(next, failure);
    }
    return heed(next, stanza, verdict);
  }

  /** Applies a filter's verdict, or fails if it can't be applied. */
  private CompletableFuture<Filtered> heed(int at, Stanza stanza, Verdict verdict) {
    try {
      return decide(at, stanza, verdict);
    } catch (Throwable failure) {
      return broken(at, failure);
    }
  }

  private CompletableFuture<Filtered> decide(int at, Stanza stanza, Verdict verdict) {
    if (verdict instanceof Verdict.Pass) {
      return from(at + 1, stanza);
    } else if (verdict instanceof Verdict.Replace other) {
      return replace(at, stanza, other.stanza());
    } else if (verdict instanceof Verdict.Drop drop) {
      return stopped(
          new FilterException(words(at, "lets it go no further: " + drop.why()), null, false),
          false);
    } else if (verdict instanceof Verdict.Answer answer) {
      return answer(at, stanza, answer.reply());
    } else if (verdict instanceof Verdict.Behind behind) {
      return goAhead(at, behind.others(), 0).thenCompose(gone -> heed(at, stanza, behind.then()));
    } else if (verdict instanceof Verdict.Later later) {
      return later(at, stanza, later.verdict());
    }
    throw new IllegalStateException("verdict: " + verdict);
  }

  private CompletableFuture<Filtered> replace(int at, Stanza stanza, Stanza other) {
    boolean fits =
        other.getClass() == stanza.getClass()
            && (!(stanza instanceof Iq) || Objects.equals(stanza.id(), other.id()));
    if (!fits) {
      return broken(
          at,
          new IllegalArgumentException(
              "what replaces a stanza must be of its class, an IQ of its id, too"));
    }
    return from(at + 1, other);
  }

  private CompletableFuture<Filtered> answer(int at, Stanza stanza, Iq reply) {
    boolean fits =
        stanza instanceof Iq request
            && request.isRequest()
            && !reply.isRequest()
            && Objects.equals(request.id(), reply.id());
    if (!fits) {
      return broken(
          at,
          new IllegalArgumentException(
              "only a request can be answered, by a result or an error with its id"));
    }
    return CompletableFuture.completedFuture(new Answered(List.copyOf(ahead), reply));
  }

  /**
   * Passes the inserted stanzas through the remaining filters one by one; those that don't pass are
   * left out.
   */
  private CompletableFuture<Void> goAhead(int at, List<Stanza> others, int next) {
    if (next == others.size()) {
      return CompletableFuture.completedFuture(null);
    }
    return new Walk(chain, direction, filters)
        .from(at + 1, others.get(next))
        .thenCompose(
            filtered -> {
              ahead.addAll(filtered.ahead());
              if (filtered instanceof Passed passed) {
                ahead.add(passed.stanza());
              }
              return goAhead(at, others, next + 1);
            });
  }

  private CompletableFuture<Filtered> later(
      int at, Stanza stanza, CompletionStage<? extends Verdict> verdict) {
    return chain
        .hold()
        .await(verdict)
        .handle(
            (decided, failure) -> failure == null ? heed(at, stanza, decided) : broken(at, failure))
        .thenCompose(next -> next);
  }

  private CompletableFuture<Filtered> broken(int at, Throwable failure) {
    Throwable cause = Causes.of(failure);
    boolean late = cause instanceof TimeoutException;
    if (!late && !(cause instanceof HeldStanza.ClosedException)) {
      chain.failed(cause);
    }
    String what =
        late || cause instanceof HeldStanza.ClosedException ? cause.getMessage() : "it failed";
    return stopped(
        new FilterException(words(at, "has not let it pass: " + what), cause, late), true);
  }

  private CompletableFuture<Filtered> stopped(FilterException why, boolean broken) {
    return CompletableFuture.completedFuture(new Stopped(List.copyOf(ahead), why, broken));
  }

  private String words(int at, String what) {
    return "The filter %s %s".formatted(filters.get(at).getClass().getSimpleName(), what);
  }
}
