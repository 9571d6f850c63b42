package im.linnet.rooms;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an occupant may do while in the room (XEP-0045, section 5.1). */
public enum Role {
  /** May kick occupants and grant or revoke voice. */
  MODERATOR,
  /** May speak. */
  PARTICIPANT,
  /** May only listen, in a moderated room. */
  VISITOR,
  /** Is not in the room. */
  NONE;

  private static final Role[] ALL = values();

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** {@return the value of the attribute on the wire} */
  public String wireName() {
    return wireName;
  }

  /** An absent or unknown role is none. */
  static Role of(@Nullable String wireName) {
    for (Role role : ALL) {
      if (role.wireName.equals(wireName)) {
        return role;
      }
    }
    return NONE;
  }
}
