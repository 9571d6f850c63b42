package im.linnet.testkit.gateway;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who sees whose presence on the legacy network, from the user's side, in the words of a roster
 * (RFC 6121, section 2.1.2.5).
 */
public enum Subscription {
  /** Neither sees the other. */
  NONE,
  /** The user sees the contact. */
  TO,
  /** The contact sees the user. */
  FROM,
  /** Both see each other. */
  BOTH;

  /** {@return whether the user sees the contact} */
  public boolean sees() {
    return this == TO || this == BOTH;
  }

  /** {@return whether the contact sees the user} */
  public boolean seen() {
    return this == FROM || this == BOTH;
  }

  /** {@return the attribute's value, such as {@code both}} */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return this state with another right to see the contact} */
  Subscription withSees(boolean sees) {
    return of(sees, seen());
  }

  /** {@return this state with another right of the contact to see the user} */
  Subscription withSeen(boolean seen) {
    return of(sees(), seen);
  }

  private static Subscription of(boolean sees, boolean seen) {
    if (sees) {
      return seen ? BOTH : TO;
    }
    return seen ? FROM : NONE;
  }

  /**
   * The presence type with which the gateway announces a change, for clients that do not know
   * roster-subsync.
   *
   * @param wanted the new state
   * @return the type, or null if nothing changes
   */
  public @Nullable String pushType(Subscription wanted) {
    if (this == wanted) {
      return null;
    }
    return switch (this) {
      case NONE -> "subscribe";
      case TO ->
          switch (wanted) {
            case NONE -> "unsubscribed";
            case FROM -> "unsubscribe";
            default -> "subscribe";
          };
      case FROM -> wanted == NONE ? "unsubscribe" : "subscribe";
      case BOTH -> wanted == TO ? "unsubscribe" : "unsubscribed";
    };
  }
}
