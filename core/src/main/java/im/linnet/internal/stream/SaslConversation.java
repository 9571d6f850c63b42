package im.linnet.internal.stream;

import static im.linnet.internal.stream.SaslAuthentication.NAMESPACE;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.XmppException;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature.Outcome;
import im.linnet.xml.Attribute;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import im.linnet.xml.Languages;
import im.linnet.xml.XmlText;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * One sign-in on the wire (RFC 6120, section 6.4): carries the messages of an exchange until the
 * server has decided. The exchange is called on the worker, one call after the other.
 */
final class SaslConversation {

  /** No mechanism needs a fourth of that; a server that goes on is playing for time. */
  private static final int MAX_CHALLENGES = 16;

  /** How many characters a message may have on the wire, in either direction. */
  private static final int MAX_MESSAGE = 64 * 1024;

  private static final int MAX_CONDITION = 64;
  private static final int MAX_TEXT = 1024;

  private final Negotiation negotiation;
  private final SaslMechanism mechanism;
  private final SaslExchange exchange;
  private int challenges;

  private SaslConversation(
      Negotiation negotiation, SaslMechanism mechanism, SaslExchange exchange) {
    this.negotiation = negotiation;
    this.mechanism = mechanism;
    this.exchange = exchange;
  }

  /** Signs in; to be called on the worker. */
  static CompletionStage<Outcome> run(
      Negotiation negotiation, SaslMechanism mechanism, SaslChannel channel) {
    try {
      SaslExchange exchange = mechanism.start(channel);
      return new SaslConversation(negotiation, mechanism, exchange)
          .begin()
          .whenComplete((outcome, failure) -> exchange.close());
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(typed(e, mechanism));
    }
  }

  private CompletionStage<Outcome> begin() {
    return guarded(() -> exchange.initialResponse().thenApply(this::auth)).thenCompose(this::ask);
  }

  private CompletionStage<Outcome> ask(Element message) {
    return negotiation.ask(message).thenComposeAsync(this::answered, negotiation.worker());
  }

  private CompletionStage<Outcome> answered(Element answer) {
    if (answer.is("challenge", NAMESPACE)) {
      return challenged(answer.text());
    }
    if (answer.is("success", NAMESPACE)) {
      return guarded(() -> succeeded(answer.text()));
    }
    if (answer.is("failure", NAMESPACE)) {
      return guarded(() -> CompletableFuture.failedStage(refused(answer)));
    }
    return CompletableFuture.failedStage(
        StreamException.byClient(
            StreamError.Condition.BAD_FORMAT,
            "The server sent something else in the midst of signing in: " + answer));
  }

  private CompletionStage<Outcome> challenged(String text) {
    return guarded(() -> exchange.respond(challenge(text)).thenApply(this::response))
        .whenComplete(
            (response, failure) -> {
              if (failure != null) {
                abort();
              }
            })
        .thenCompose(this::ask);
  }

  private CompletionStage<Outcome> succeeded(String text) {
    // RFC 6120, section 6.4.6: "=" is data of no length.
    exchange.succeeded(text.equals("=") ? new byte[0] : decoded(text));
    negotiation.authenticated(mechanism.name());
    return CompletableFuture.completedStage(Outcome.RESTART);
  }

  /** Lets the server know that we gave up; the connection goes anyway, so nobody waits for it. */
  private void abort() {
    negotiation.ask(Element.of("abort", NAMESPACE));
  }

  private Element auth(Optional<byte[]> initialResponse) {
    ElementBuilder auth = Element.builder("auth", NAMESPACE);
    auth.attribute("mechanism", mechanism.name());
    for (Attribute attribute : mechanism.attributes()) {
      auth.attribute(attribute.namespace(), attribute.name(), attribute.value());
    }
    // RFC 6120, section 6.4.2: "=" tells a response of no length from none.
    initialResponse.ifPresent(message -> auth.text(message.length == 0 ? "=" : encoded(message)));
    return auth.build();
  }

  private Element response(byte[] message) {
    return Element.of("response", NAMESPACE, message.length == 0 ? "" : encoded(message));
  }

  private String encoded(byte[] message) {
    String text = mechanism.encode(message);
    if (text.length() > MAX_MESSAGE) {
      throw failure(
          Reason.CREDENTIALS,
          "What the client would send has %d characters (expected: <= %d)"
              .formatted(text.length(), MAX_MESSAGE));
    }
    return text;
  }

  private byte[] challenge(String text) {
    if (++challenges > MAX_CHALLENGES) {
      throw failure(
          Reason.MALFORMED,
          "The server has sent more than %d challenges".formatted(MAX_CHALLENGES));
    }
    return decoded(text);
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

  /** RFC 6120, section 6.5, whether the condition is one of those or not. */
  private AuthenticationException refused(Element failure) {
    String condition = "undefined-condition";
    Element text = Languages.ANY.choose(failure, "text", NAMESPACE);
    for (Element child : failure.children()) {
      if (child.namespace().equals(NAMESPACE) && !child.name().equals("text")) {
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

  /** Runs what calls the exchange, so that whatever comes out of it is a failure of signing in. */
  private <T> CompletionStage<T> guarded(Supplier<CompletionStage<T>> work) {
    return CompletableFuture.completedFuture(exchange)
        .thenCompose(started -> work.get())
        .exceptionallyCompose(
            e -> CompletableFuture.failedStage(isOver(e) ? e : typed(e, mechanism)));
  }

  /** Whether the exchange stopped because nobody needs its answer: then that is no fault of it. */
  private boolean isOver(Throwable failure) {
    return unwrapped(failure) instanceof CancellationException
        && negotiation.ended().toCompletableFuture().isDone();
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static XmppException typed(Throwable failure, SaslMechanism mechanism) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof AuthenticationException known) {
      return known.by(mechanism.name());
    }
    // The cause's own message stays out: it may quote a credential.
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
