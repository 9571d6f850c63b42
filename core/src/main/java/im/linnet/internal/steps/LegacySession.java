package im.linnet.internal.steps;

import im.linnet.failure.Phase;
import im.linnet.failure.StanzaException;
import im.linnet.stanza.Iq;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import java.util.concurrent.CompletionStage;

/** The session of RFC 3921, section 3, for old servers that still require it. */
public record LegacySession() implements StreamFeature {

  private static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-session";

  @Override
  public Phase phase() {
    return Phase.BINDING;
  }

  @Override
  public boolean accepts(Features features, Facts facts) {
    Element session = features.get("session", NAMESPACE);
    return facts.bound()
        && facts.resumed() == null
        && session != null
        && session.child("optional") == null;
  }

  @Override
  public CompletionStage<Next> negotiate(Negotiation negotiation) {
    return negotiation
        .ask(Iq.set(null, Element.of("session", NAMESPACE)).withId("session").element())
        .thenApply(
            answer -> {
              if ("error".equals(answer.attribute("type"))) {
                check(StanzaError.of(answer));
              }
              return Next.SAME_FEATURES;
            });
  }

  /**
   * A server that offers it but then rejects it as unknown does not need it (RFC 6121, section
   * 1.4).
   */
  private static void check(StanzaError error) {
    if (error.condition() != Condition.FEATURE_NOT_IMPLEMENTED
        && error.condition() != Condition.SERVICE_UNAVAILABLE) {
      throw new StanzaException(error, "Starting the session");
    }
  }
}
