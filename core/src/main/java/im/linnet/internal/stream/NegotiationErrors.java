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
import org.jspecify.annotations.Nullable;

/** The failures of a negotiation that belong to no step. */
final class NegotiationErrors {

  /**
   * Elements that a server may only send as answers; unrequested they are bad format (RFC 6120,
   * section 4.9.3.1).
   */
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

  /**
   * What keeps a stream from being used, or null.
   *
   * @param open whether an answer may arrive that nobody waits for
   */
  static @Nullable XmppException missing(Facts facts, boolean open) {
    if (facts.jid() == null) {
      return nothingDue(facts);
    }
    return open ? guessedWrong() : null;
  }

  /** Something was sent ahead that the server does not take. */
  static StreamException guessedWrong() {
    return StreamException.byClient(
        Condition.UNDEFINED_CONDITION,
        "The server no longer offers what it offered before; trying again may help");
  }

  /** An unexpected element. */
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

  /** Too many stanzas or bytes before the session. */
  static StreamException tooMuchEarly(int stanzas, long bytes) {
    return StreamException.byClient(
        Condition.POLICY_VIOLATION,
        "The server sent more than %d stanzas or %d bytes before the session began"
            .formatted(stanzas, bytes));
  }

  /** A required feature that no step negotiates (RFC 6120, section 4.9.3.23). */
  static StreamException unsupported(Element feature) {
    return StreamException.byClient(
        Condition.UNSUPPORTED_FEATURE,
        "The server requires the feature <%s xmlns='%s'/>, which no step of this client negotiates:"
                .formatted(shortened(feature.name()), shortened(feature.namespace()))
            + " give ClientBuilder.steps one that does");
  }

  /** The server does not offer TLS, which is required. */
  static TransportException tlsNotOffered() {
    return new TransportException(
        TransportException.Reason.TLS_NOT_OFFERED,
        "The server does not offer TLS, which this client requires; nothing was sent that tells who"
            + " the user is. Either the server is set up without it, or somebody on the way removes"
            + " the offer");
  }

  /** No step applies to the features offered, and no resource is bound yet. */
  static XmppException nothingDue(Facts facts) {
    if (!facts.authenticated()) {
      return AuthenticationException.nothingOffered(
          "The server offers no way to sign in; is this a port for clients, such as 5222 and"
              + " 5223?");
    }
    return StreamException.byClient(
        Condition.UNDEFINED_CONDITION,
        "The server does not offer to bind a resource; is this a port for clients, such as 5222 and"
            + " 5223?");
  }
}
