package im.linnet.internal.stream;

import im.linnet.stanza.Stanza;
import im.linnet.stream.AuthenticationException;
import im.linnet.stream.Progress;
import im.linnet.stream.StreamError.Condition;
import im.linnet.stream.StreamException;
import im.linnet.stream.TransportException;
import im.linnet.stream.TransportException.Reason;
import im.linnet.stream.XmppException;
import im.linnet.xml.Element;

/** Why a negotiation can't go on, in words for the user. */
final class Impossible {

  private static final int MAX_NAME = 64;

  private Impossible() {}

  /** Nothing that waits for anything waits for this. */
  static StreamException unexpected(Element element) {
    boolean stanza = element.namespace().equals(Stanza.NAMESPACE);
    return StreamException.byClient(
        stanza ? Condition.NOT_AUTHORIZED : Condition.UNSUPPORTED_STANZA_TYPE,
        "The server sent <%s xmlns='%s'/>, which nothing here waits for"
            .formatted(shortened(element.name()), shortened(element.namespace())));
  }

  /** Too many stanzas while the steps after binding still run. */
  static StreamException tooEarly(int limit) {
    return StreamException.byClient(
        Condition.POLICY_VIOLATION,
        "The server sent more than %d stanzas before the session began".formatted(limit));
  }

  /** No step is due, and yet there is no bound stream. */
  static XmppException nothingDue(boolean tlsRequired, Progress progress) {
    if (tlsRequired && !progress.secure()) {
      return tlsNotOffered();
    }
    if (!progress.authenticated()) {
      return new AuthenticationException(
          AuthenticationException.Reason.NO_MECHANISM,
          null,
          "The server offers no way to sign in",
          null);
    }
    return StreamException.byClient(
        Condition.UNDEFINED_CONDITION, "The server does not offer to bind a resource");
  }

  static TransportException tlsNotOffered() {
    return new TransportException(
        Reason.TLS_NOT_OFFERED,
        "The server does not offer TLS, which this client requires; nothing was sent that tells who"
            + " the user is. Either the server is set up without it, or somebody on the way removes"
            + " the offer");
  }

  private static String shortened(String name) {
    return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "…";
  }
}
