package im.linnet.internal.steps;

import im.linnet.failure.Phase;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** STARTTLS (RFC 6120, section 5): used whenever it is offered, required or not. */
public record StartTls() implements StreamFeature {

  /** The namespace of STARTTLS. */
  public static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-tls";

  @Override
  public Phase phase() {
    return Phase.SECURING;
  }

  @Override
  public boolean startsAhead() {
    return true;
  }

  @Override
  public boolean accepts(Features features, Facts facts) {
    return !facts.secure() && features.offers("starttls", NAMESPACE);
  }

  @Override
  public CompletionStage<Next> negotiate(Negotiation negotiation) {
    return negotiation
        .ask(Element.of("starttls", NAMESPACE))
        .thenCompose(answer -> proceed(negotiation, answer))
        .thenApply(secured -> Next.NEW_STREAM);
  }

  private static CompletionStage<Void> proceed(Negotiation negotiation, Element answer) {
    if (answer.is("proceed", NAMESPACE)) {
      return negotiation.secure();
    }
    if (answer.is("failure", NAMESPACE)) {
      return CompletableFuture.failedFuture(
          new TransportException(
              Reason.TLS_REFUSED,
              "The server offered TLS and then refused to start it; try again later, or connect to"
                  + " a port for direct TLS by Endpoint.directTls"));
    }
    return CompletableFuture.failedFuture(
        StreamException.byClient(
            StreamError.Condition.BAD_FORMAT,
            "The server answered <starttls/> with <" + answer.name() + "/>"));
  }
}
