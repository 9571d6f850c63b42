package im.linnet.caps;

import im.linnet.caps.CapsHash.Version;
import im.linnet.xml.Element;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an entity announced of its capabilities. */
sealed interface Announced {

  /** The longest texts that are remembered, in characters. */
  int MAX_LENGTH = 512;

  /**
   * A hash that can be verified.
   *
   * @param hash the hash
   * @param node the node of a query about it
   */
  record Hashed(CapsHash hash, String node) implements Announced {}

  /**
   * A hash that can't be verified, so what it stands for is believed of this entity only (XEP-0115,
   * section 5.4).
   *
   * @param node the node of a query about it
   */
  record Unverifiable(String node) implements Announced {}

  /**
   * The old format (XEP-0115, section 13), which promises nothing.
   *
   * @param caps what was announced, to notice a change
   */
  record Legacy(EntityCaps caps) implements Announced {}

  /**
   * Reads what a presence or the features of a stream announce: preferably a hash of XEP-0390,
   * which can't be made up.
   *
   * @return null if it is nothing, or nothing that is remembered
   */
  static @Nullable Announced in(Element parent) {
    CapsHashSet set = CapsHashSet.TYPE.in(parent);
    Announced hashed = set == null ? null : of(set);
    EntityCaps caps = EntityCaps.TYPE.in(parent);
    return hashed != null || caps == null ? hashed : of(caps);
  }

  private static @Nullable Announced of(CapsHashSet set) {
    for (Map.Entry<String, String> each : set.hashes().entrySet()) {
      String algorithm = each.getKey();
      String value = each.getValue();
      if (HashFunction.find(Version.V2, algorithm) != null && value.length() <= MAX_LENGTH) {
        return new Hashed(
            new CapsHash(Version.V2, algorithm, value), CapsHashSet.discoNode(algorithm, value));
      }
    }
    return null;
  }

  private static @Nullable Announced of(EntityCaps caps) {
    String hash = caps.hash();
    String ext = caps.ext();
    if (caps.discoNode().length() > MAX_LENGTH || (ext != null && ext.length() > MAX_LENGTH)) {
      return null;
    }
    if (hash == null) {
      return new Legacy(caps);
    }
    return HashFunction.find(Version.V1, hash) == null
        ? new Unverifiable(caps.discoNode())
        : new Hashed(new CapsHash(Version.V1, hash, caps.ver()), caps.discoNode());
  }
}
