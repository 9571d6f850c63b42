package im.linnet.xml;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides which parts of XMPP's XML are secret: credentials (RFC 6120, section 6; XEP-0077, 0078,
 * 0114, 0388, 0484), ids that resume a session (XEP-0198), passwords of rooms and headers of upload
 * slots (XEP-0045, 0363), and everything named password, secret or token.
 *
 * <p>In case of doubt the answer is yes: a trace that shows too little costs a look at the code,
 * one that shows too much costs an account.
 */
final class Secrets {

  private static final Set<String> SASL =
      Set.of("urn:ietf:params:xml:ns:xmpp-sasl", "urn:xmpp:sasl:2", "urn:xmpp:fast:0");
  private static final Set<String> STREAM_MANAGEMENT = Set.of("urn:xmpp:sm:2", "urn:xmpp:sm:3");
  private static final Set<String> STREAM_OPEN = Set.of("resume", "max");
  private static final String LEGACY_SIGN_IN = "jabber:iq:auth";
  private static final Set<String> LEGACY_OPEN = Set.of("query", "username", "resource");
  private static final String UPLOAD = "urn:xmpp:http:upload:0";
  private static final String FORM = "jabber:x:data";

  private static final List<String> TELLING =
      List.of("password", "passwd", "passphrase", "secret", "token", "credential");
  private static final Set<String> TELLING_WHOLE =
      Set.of("pass", "pwd", "key", "key-params", "handshake");

  /** Attributes that describe rather than authenticate; shown even inside a secret element. */
  private static final Set<String> HARMLESS =
      Set.of("mechanism", "type", "var", "expiry", "count", "h", "lang");

  private Secrets() {}

  /**
   * Returns whether all text inside the element, at any depth, is secret, and its attributes too.
   */
  static boolean holdsThem(Element element) {
    return switch (element.namespace()) {
          case LEGACY_SIGN_IN -> !LEGACY_OPEN.contains(element.name());
          case UPLOAD -> element.name().equals("header");
          case FORM -> element.name().equals("field") && isSecretField(element);
          default -> SASL.contains(element.namespace());
        }
        || tells(element.name());
  }

  /** Returns whether the element's own text may be shown although it is inside a secret element. */
  static boolean isHarmless(Element element) {
    return element.name().equals("mechanism") && SASL.contains(element.namespace());
  }

  /**
   * Returns whether an attribute's value is secret.
   *
   * @param element the element that has it
   * @param attribute the attribute
   * @param inside whether the element is a secret one, or inside one
   */
  static boolean isOne(Element element, Attribute attribute, boolean inside) {
    String name = attribute.name();
    // Also inside a sign-in by SASL2, what else it has is known.
    if (STREAM_MANAGEMENT.contains(element.namespace()) && STREAM_OPEN.contains(name)) {
      return false;
    }
    if (inside) {
      return !HARMLESS.contains(name);
    }
    return tells(name)
        || (STREAM_MANAGEMENT.contains(element.namespace())
            && (name.equals("id") || name.equals("previd")))
        || (UPLOAD.equals(element.namespace()) && name.equals("url"));
  }

  private static boolean isSecretField(Element field) {
    String variable = field.attribute("var");
    return "text-private".equals(field.attribute("type")) || (variable != null && tells(variable));
  }

  private static boolean tells(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return TELLING_WHOLE.contains(lower) || TELLING.stream().anyMatch(lower::contains);
  }
}
