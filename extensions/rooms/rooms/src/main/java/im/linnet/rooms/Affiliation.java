package im.linnet.rooms;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The lasting relation of a user to a room (XEP-0045, section 5.2). */
public enum Affiliation {
  /** May configure and destroy the room. */
  OWNER,
  /** May ban users and grant membership. */
  ADMIN,
  /** May enter a members-only room. */
  MEMBER,
  /** No affiliation. */
  NONE,
  /** Is banned. */
  OUTCAST;

  private static final Affiliation[] ALL = values();

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** {@return the value of the attribute on the wire} */
  public String wireName() {
    return wireName;
  }

  /** An absent or unknown affiliation is none. */
  static Affiliation of(@Nullable String wireName) {
    for (Affiliation affiliation : ALL) {
      if (affiliation.wireName.equals(wireName)) {
        return affiliation;
      }
    }
    return NONE;
  }
}
