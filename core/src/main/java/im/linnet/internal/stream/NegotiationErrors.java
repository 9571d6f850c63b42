package im.linnet.internal.stream;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.stanza.Stanza;
import im.linnet.stream.Facts;
import im.linnet.xml.Element;
import im.linnet.xml.XmlText;
import java.util.Set;

/** Why a negotiation can't go on, for the cases that belong to no step. */
final class NegotiationErrors {

  /** What a server says only when asked; unasked it is bad format (RFC 6120, section 4.9.3.1). */
  private static final Set<String> ANSWERS =
      Set.of(
          "proceed",
          "challenge",
          "success",
          "failure",
          "compressed",
          "enabled",
          "resumed",
          "failed");

  private static final int SHOWN = 64;

  private NegotiationErrors() {}

  /** An element that nothing waits for. */
  static StreamException unexpected(Element element) {
    return StreamException.byClient(
        condition(element),
        "The server sent <%s xmlns='%s'/>, which nothing here waits for"
            .formatted(shortened(element.name()), shortened(element.namespace())));
  }

  private static Condition condition(Element element) {
    if (element.namespace().equals(Stanza.NAMESPACE)) {
      return Condition.NOT_AUTHORIZED;
    }
    return ANSWERS.contains(element.name())
        ? Condition.BAD_FORMAT
        : Condition.UNSUPPORTED_STANZA_TYPE;
  }

  private static String shortened(String name) {
    return XmlText.shortened(name, SHOWN);
  }

  /** More before the session than is kept for it. */
  static StreamException tooMuchEarly(int stanzas, long bytes) {
    return StreamException.byClient(
        Condition.POLICY_VIOLATION,
        "The server sent more than %d stanzas or %d bytes before the session began"
            .formatted(stanzas, bytes));
  }

  /** A feature that has to be negotiated, and is not known here (RFC 6120, section 4.9.3.23). */
  static StreamException unsupported(Element feature) {
    return StreamException.byClient(
        Condition.UNSUPPORTED_FEATURE,
        "The server requires the feature <%s xmlns='%s'/>, which no step of this client negotiates:"
                .formatted(shortened(feature.name()), shortened(feature.namespace()))
            + " give ClientBuilder.steps one that does");
  }

  /** Clear text where TLS is required. */
  static TransportException tlsNotOffered() {
    return new TransportException(
        TransportException.Reason.TLS_NOT_OFFERED,
        "The server does not offer TLS, which this client requires; nothing was sent that tells who"
            + " the user is. Either the server is set up without it, or somebody on the way removes"
            + " the offer");
  }

  /** Features of which no step accepts any, though no resource is bound. */
  static XmppException nothingDue(Facts facts) {
    if (!facts.authenticated()) {
      return AuthenticationException.nothingOffered("The server offers no way to sign in");
    }
    return StreamException.byClient(
        Condition.UNDEFINED_CONDITION, "The server does not offer to bind a resource");
  }
}
