package im.linnet.caps;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * What a presence says about the capabilities of its sender (XEP-0115, section 4).
 *
 * @param node the software, as a URI
 * @param ver the hash in base64; in the old format the version of the software
 * @param hash the hash function, such as {@code sha-1}; null in the old format
 * @param ext further capabilities in the old format, or null
 */
public record EntityCaps(String node, String ver, @Nullable String hash, @Nullable String ext)
    implements Payload {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "http://jabber.org/protocol/caps";

  /** Reads the payload. */
  public static final Type<EntityCaps> TYPE = new Type<>("c", NAMESPACE, EntityCaps::of);

  /**
   * Reads what a presence says.
   *
   * @param element the {@code <c/>}
   * @return what it says
   * @throws IllegalArgumentException if node or ver is missing
   */
  public static EntityCaps of(Element element) {
    String node = element.attribute("node");
    String ver = element.attribute("ver");
    if (node == null || ver == null) {
      throw new IllegalArgumentException("c: incomplete (expected: node and ver)");
    }
    return new EntityCaps(node, ver, element.attribute("hash"), element.attribute("ext"));
  }

  /** {@return the node of a query about it (section 6.2)} */
  public String discoNode() {
    return node + "#" + ver;
  }

  @Override
  public Element toElement() {
    return Element.builder("c", NAMESPACE)
        .attribute("hash", hash)
        .attribute("node", node)
        .attribute("ver", ver)
        .attribute("ext", ext)
        .build();
  }
}
