package im.linnet.internal.steps;

import im.linnet.sasl.SaslMechanism;
import im.linnet.xml.Attribute;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The wire form of SASL in RFC 6120, section 6.4. It carries no additional elements. */
record Rfc6120Wire() implements SaslWire {

  /** The namespace of all its elements. */
  static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-sasl";

  /** An empty message, as opposed to none, where the element is present in any case. */
  private static final String NO_BYTES = "=";

  @Override
  public Element begin(SaslMechanism mechanism, @Nullable String text, List<Element> carried) {
    ElementBuilder auth = Element.builder("auth", NAMESPACE);
    auth.attribute("mechanism", mechanism.name());
    for (Attribute attribute : mechanism.attributes()) {
      auth.attribute(attribute.namespace(), attribute.name(), attribute.value());
    }
    if (text != null) {
      auth.text(text.isEmpty() ? NO_BYTES : text);
    }
    return auth.build();
  }

  @Override
  public String namespace() {
    return NAMESPACE;
  }

  @Override
  public Reply read(Element answer) {
    if (!answer.namespace().equals(NAMESPACE)) {
      return new Reply.Other();
    }
    return switch (answer.name()) {
      case "challenge" -> new Reply.Challenge(answer.text());
      case "success" -> new Reply.Success(additional(answer.text()), List.of());
      case "failure" -> new Reply.Failure(answer);
      default -> new Reply.Other();
    };
  }

  /** RFC 6120, section 6.4.6: "=" is empty data, an empty element is no data. */
  private static @Nullable String additional(String text) {
    if (text.isEmpty()) {
      return null;
    }
    return text.equals(NO_BYTES) ? "" : text;
  }
}
