package im.linnet.caps;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a presence says about the capabilities of its sender (XEP-0390, section 5.4): hashes of the
 * same answer, by different hash functions.
 *
 * @param hashes the hashes in base64, by the names of the hash functions
 */
public record CapsHashSet(Map<String, String> hashes) implements Payload {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "urn:xmpp:caps";

  /** Reads the payload. */
  public static final Type<CapsHashSet> TYPE = new Type<>("c", NAMESPACE, CapsHashSet::of);

  private static final String HASHES = "urn:xmpp:hashes:2";

  /** Keeps an unchangeable copy. */
  public CapsHashSet {
    hashes = Collections.unmodifiableMap(new LinkedHashMap<>(hashes));
  }

  /**
   * Reads what a presence says.
   *
   * @param element the {@code <c/>}
   * @return what it says
   * @throws IllegalArgumentException if there is no hash in it
   */
  public static CapsHashSet of(Element element) {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (Element hash : element.children("hash", HASHES)) {
      String algorithm = hash.attribute("algo");
      if (algorithm != null) {
        hashes.putIfAbsent(algorithm, hash.text().strip());
      }
    }
    if (hashes.isEmpty()) {
      throw new IllegalArgumentException("c: empty (expected: hashes)");
    }
    return new CapsHashSet(hashes);
  }

  /**
   * The node of a query about a hash (section 4.3).
   *
   * @param algorithm its hash function
   * @param value the hash in base64
   * @return the node
   */
  public static String discoNode(String algorithm, String value) {
    return NAMESPACE + "#" + algorithm + "." + value;
  }

  @Override
  public Element toElement() {
    ElementBuilder set = Element.builder("c", NAMESPACE);
    hashes.forEach(
        (algorithm, value) ->
            set.child(
                Element.builder("hash", HASHES).attribute("algo", algorithm).text(value).build()));
    return set.build();
  }
}
