package im.linnet.internal.steps;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.XmppException;
import im.linnet.internal.netty.Causes;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import im.linnet.stream.Negotiation;
import im.linnet.xml.Element;
import im.linnet.xml.Languages;
import im.linnet.xml.XmlText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * One sign-in (RFC 6120, section 6.4): carries the exchange's messages, in the form of a {@link
 * SaslWire}, until the server decides. The exchange is called on the worker, one call at a time.
 */
final class SaslConversation {

  /** Four times what any mechanism needs; a server that sends more is stalling. */
  private static final int MAX_CHALLENGES = 16;

  /** More than any client asks for. */
  private static final int MAX_TASKS = 4;

  /** How many characters a message may have on the wire, in either direction. */
  private static final int MAX_MESSAGE = 64 * 1024;

  private static final int MAX_CONDITION = 64;
  private static final int MAX_TEXT = 1024;

  private final Negotiation negotiation;
  private final SaslMechanism mechanism;
  private final SaslExchange exchange;
  private final SaslWire wire;
  private int challenges;
  private int tasks;
  private boolean refusedAtOnce;

  private SaslConversation(
      Negotiation negotiation, SaslMechanism mechanism, SaslExchange exchange, SaslWire wire) {
    this.negotiation = negotiation;
    this.mechanism = mechanism;
    this.exchange = exchange;
    this.wire = wire;
  }

  /**
   * Starts a sign-in; must be called on the worker.
   *
   * @throws XmppException if the mechanism can't start
   */
  static SaslConversation of(
      Negotiation negotiation, SaslMechanism mechanism, SaslChannel channel, SaslWire wire) {
    try {
      return new SaslConversation(negotiation, mechanism, mechanism.start(channel), wire);
    } catch (RuntimeException e) {
      throw typed(e, mechanism);
    }
  }

  /**
   * Carries the messages; must be called once, on the worker.
   *
   * @return the server's success; the caller notes what it establishes
   */
  CompletionStage<Element> run() {
    return begin().whenComplete((answer, failure) -> exchange.close());
  }

  /**
   * Whether the server has refused the client's first message. For the stage that {@link #run}
   * returns, once it is done.
   */
  boolean isRefusedAtOnce() {
    return refusedAtOnce;
  }

  private CompletionStage<Element> begin() {
    return guarded(() -> exchange.initialResponse().thenApply(this::first)).thenCompose(this::ask);
  }

  private CompletionStage<Element> ask(Element message) {
    return negotiation.ask(message).thenComposeAsync(this::answered, negotiation.worker());
  }

  private CompletionStage<Element> answered(Element answer) {
    SaslWire.Reply reply = wire.read(answer);
    if (reply instanceof SaslWire.Reply.Challenge challenge) {
      return challenged(challenge.text());
    }
    if (reply instanceof SaslWire.Reply.Success success) {
      return guarded(() -> succeeded(answer, success));
    }
    if (reply instanceof SaslWire.Reply.Continue more) {
      return answering(() -> continued(more));
    }
    if (reply instanceof SaslWire.Reply.TaskData data && tasks > 0) {
      return answering(() -> task(data.elements()));
    }
    if (reply instanceof SaslWire.Reply.Failure failure) {
      refusedAtOnce = challenges == 0 && tasks == 0;
      return guarded(() -> CompletableFuture.failedStage(refused(failure.element())));
    }
    return CompletableFuture.failedStage(
        StreamException.byClient(
            StreamError.Condition.BAD_FORMAT,
            "The server sent something else in the midst of signing in: " + answer));
  }

  private CompletionStage<Element> challenged(String text) {
    return answering(() -> exchange.respond(challenge(text)).thenApply(this::response));
  }

  /** Sends an answer of the exchange; if it has none, aborts. */
  private CompletionStage<Element> answering(Supplier<CompletionStage<Element>> answer) {
    return guarded(answer)
        .whenComplete(
            (response, failure) -> {
              if (failure != null) {
                abort();
              }
            })
        .thenCompose(this::ask);
  }

  private CompletionStage<Element> continued(SaslWire.Reply.Continue more) {
    if (++tasks > MAX_TASKS) {
      throw failure(Reason.MALFORMED, "The server demands more than %d tasks".formatted(MAX_TASKS));
    }
    String text = more.text();
    String chosen =
        exchange.continued(text == null ? new byte[0] : decoded(text), List.copyOf(more.tasks()));
    if (chosen == null) {
      throw unknown(more.tasks());
    }
    return CompletableFuture.completedStage(wire.next(chosen));
  }

  /** A task has few steps; they are limited as challenges are. */
  private CompletionStage<Element> task(List<Element> data) {
    countChallenge();
    return exchange.task(data).thenApply(wire::taskData);
  }

  private CompletionStage<Element> succeeded(Element answer, SaslWire.Reply.Success success) {
    String text = success.text();
    exchange.succeeded(text == null ? new byte[0] : decoded(text));
    exchange.received(success.carried());
    return CompletableFuture.completedStage(answer);
  }

  /**
   * Tells the server that the exchange is aborted; the connection is closed anyway, so nothing
   * waits for an answer.
   */
  private void abort() {
    negotiation.ask(wire.abort());
  }

  private Element first(Optional<byte[]> initialResponse) {
    String text = initialResponse.map(this::encoded).orElse(null);
    return wire.begin(mechanism, text, exchange.elements());
  }

  private Element response(byte[] message) {
    return wire.response(encoded(message));
  }

  private String encoded(byte[] message) {
    String text = message.length == 0 ? "" : mechanism.encode(message);
    if (text.length() > MAX_MESSAGE) {
      throw failure(
          Reason.CREDENTIALS,
          "What the client would send has %d characters (expected: <= %d)"
              .formatted(text.length(), MAX_MESSAGE));
    }
    return text;
  }

  private byte[] challenge(String text) {
    countChallenge();
    return decoded(text);
  }

  private void countChallenge() {
    if (++challenges > MAX_CHALLENGES) {
      throw failure(
          Reason.MALFORMED,
          "The server has sent more than %d challenges".formatted(MAX_CHALLENGES));
    }
  }

  private byte[] decoded(String text) {
    if (text.length() > MAX_MESSAGE) {
      throw failure(
          Reason.MALFORMED,
          "The server's message has %d characters (expected: <= %d)"
              .formatted(text.length(), MAX_MESSAGE));
    }
    try {
      return text.isEmpty() ? new byte[0] : mechanism.decode(text);
    } catch (IllegalArgumentException e) {
      throw new AuthenticationException(
          Reason.MALFORMED, null, "The server's message is not encoded as it must be", e);
    }
  }

  private static AuthenticationException unknown(List<String> tasks) {
    return failure(
        Reason.TASK,
        "The server accepts the credentials but demands a further task that this client does not"
            + " have: %s; sign in where the account needs none, or change its settings"
                .formatted(tasks.isEmpty() ? "none that is named" : String.join(", ", tasks)));
  }

  /** RFC 6120, section 6.5; the condition may be one not defined there. */
  private AuthenticationException refused(Element failure) {
    String condition = "undefined-condition";
    Element text = Languages.ANY.choose(failure, "text", failure.namespace());
    for (Element child : failure.children()) {
      boolean known =
          child.namespace().equals(Rfc6120Wire.NAMESPACE)
              || child.namespace().equals(failure.namespace());
      if (known && !child.name().equals("text")) {
        condition = XmlText.cut(child.name(), MAX_CONDITION);
        break;
      }
    }
    exchange.refused(condition);
    return AuthenticationException.refused(
        mechanism.name(),
        condition,
        text == null ? null : XmlText.cut(text.text(), MAX_TEXT),
        text == null ? null : text.lang(),
        exchange.refusalDetails());
  }

  private static AuthenticationException failure(Reason reason, String message) {
    return new AuthenticationException(reason, null, message, null);
  }

  /** Runs a call of the exchange and converts any exception to a failed sign-in. */
  private <T> CompletionStage<T> guarded(Supplier<CompletionStage<T>> work) {
    return CompletableFuture.completedFuture(exchange)
        .thenCompose(started -> work.get())
        .exceptionallyCompose(
            e -> CompletableFuture.failedStage(isOver(e) ? e : typed(e, mechanism)));
  }

  /**
   * Whether the exchange stopped because its answer is no longer needed; then it is not at fault.
   */
  private boolean isOver(Throwable failure) {
    return Causes.of(failure) instanceof CancellationException
        && negotiation.ended().toCompletableFuture().isDone();
  }

  private static XmppException typed(Throwable failure, SaslMechanism mechanism) {
    Throwable cause = Causes.of(failure);
    if (cause instanceof AuthenticationException known) {
      return known.by(mechanism.name());
    }
    // The cause's message is left out: it may quote a credential.
    return cause instanceof XmppException other
        ? other
        : new AuthenticationException(
            Reason.CREDENTIALS,
            mechanism.name(),
            "The credentials for %s could not be had or used: %s, see the cause"
                .formatted(mechanism.name(), cause.getClass().getSimpleName()),
            cause);
  }
}
