package im.linnet.references;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.XmlText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says that a message is encrypted, and how (XEP-0380, section 3). If the message can't be
 * decrypted, its body is only a note for clients that don't know this: tell the user, with the
 * {@link #displayName}, instead.
 *
 * @param namespace the namespace of the encryption, at most {@value #MAX_LENGTH} characters
 * @param name its name, as the sender calls it, at most {@value #MAX_LENGTH} characters; null if
 *     absent
 */
public record Encryption(String namespace, @Nullable String name) implements Payload {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "urn:xmpp:eme:0";

  /** Reads the payload. */
  public static final Type<Encryption> TYPE = new Type<>("encryption", NAMESPACE, Encryption::of);

  /** The longest namespace and name, in characters. A longer name is cut. */
  public static final int MAX_LENGTH = 256;

  /** Section 3.2. */
  private static final Map<String, String> NAMES =
      Map.of(
          "urn:xmpp:otr:0", "OTR",
          "jabber:x:encrypted", "Legacy OpenPGP",
          "urn:xmpp:openpgp:0", "OpenPGP for XMPP",
          "eu.siacs.conversations.axolotl", "OMEMO",
          "urn:xmpp:omemo:1", "OMEMO 1",
          "urn:xmpp:omemo:2", "OMEMO 2");

  /**
   * Checks the namespace, and shortens the name.
   *
   * @throws IllegalArgumentException if the namespace is empty or too long
   */
  public Encryption {
    if (namespace.isEmpty() || namespace.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "namespace: of %d characters (expected: 1 to %d)"
              .formatted(namespace.length(), MAX_LENGTH));
    }
    if (name != null) {
      String words = XmlText.allowed(XmlText.cut(name.strip(), MAX_LENGTH));
      name = words.isEmpty() ? null : words;
    }
  }

  /**
   * An encryption that readers know by its namespace.
   *
   * @param namespace the namespace of the encryption
   */
  public Encryption(String namespace) {
    this(namespace, null);
  }

  /**
   * Reads the payload.
   *
   * @param element the {@code <encryption/>}
   * @return the encryption
   * @throws IllegalArgumentException if it is another element or has no namespace
   */
  public static Encryption of(Element element) {
    if (!element.is("encryption", NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <encryption xmlns='%s'/>)".formatted(element, NAMESPACE));
    }
    String namespace = element.attribute("namespace");
    if (namespace == null) {
      throw new IllegalArgumentException("namespace: absent (expected: that of the encryption)");
    }
    return new Encryption(namespace, element.attribute("name"));
  }

  /**
   * {@return the name to display: the one of the specification if it lists the namespace, whatever
   * the sender calls it (section 4); else the sender's; else the namespace}
   */
  public String displayName() {
    String own = name == null ? namespace : name;
    return NAMES.getOrDefault(namespace, own);
  }

  @Override
  public Element toElement() {
    return Element.builder("encryption", NAMESPACE)
        .attribute("namespace", namespace)
        .attribute("name", name)
        .build();
  }
}
