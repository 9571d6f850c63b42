package im.linnet.invites;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.Objects;

/**
 * The token of an invitation in a request to see somebody's presence (XEP-0379, section 3.4).
 *
 * @param token the token, a secret
 */
public record PreAuth(String token) implements Payload {

  /** The namespace. */
  public static final String NAMESPACE = "urn:xmpp:pars:0";

  /** Reads the payload. */
  public static final Type<PreAuth> TYPE = new Type<>("preauth", NAMESPACE, PreAuth::of);

  /** Rejects null. */
  public PreAuth {
    Objects.requireNonNull(token, "token");
  }

  /**
   * Reads a token.
   *
   * @param element the {@code <preauth/>}
   * @return the token
   * @throws IllegalArgumentException if it is another element or has no token
   */
  public static PreAuth of(Element element) {
    String token = element.attribute("token");
    if (!element.is("preauth", NAMESPACE) || token == null || token.isEmpty()) {
      throw new IllegalArgumentException("preauth: no token (expected: one)");
    }
    return new PreAuth(token);
  }

  @Override
  public Element toElement() {
    return Element.builder("preauth", NAMESPACE).attribute("token", token).build();
  }

  /** {@return a text without the token} */
  @Override
  public String toString() {
    return "PreAuth[]";
  }
}
