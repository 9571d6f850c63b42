package im.linnet.pubsub;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an entity may do at a node (XEP-0060, section 4.1). */
public enum Affiliation {
  /** Everything. */
  OWNER,
  /** Publish, subscribe and read. */
  PUBLISHER,
  /** Publish, but neither subscribe nor read. */
  PUBLISH_ONLY,
  /** Subscribe and read, also on a node of {@link AccessModel#WHITELIST}. */
  MEMBER,
  /** What the access model allows everybody. */
  NONE,
  /** Nothing: the entity is banned. */
  OUTCAST;

  /** {@return the value on the wire} */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Finds an affiliation.
   *
   * @param wireName the value on the wire, or null
   * @return the affiliation, or null for none of these
   */
  public static @Nullable Affiliation of(@Nullable String wireName) {
    for (Affiliation affiliation : values()) {
      if (affiliation.wireName().equals(wireName)) {
        return affiliation;
      }
    }
    return null;
  }
}
