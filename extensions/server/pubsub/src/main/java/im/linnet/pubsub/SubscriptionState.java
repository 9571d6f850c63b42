package im.linnet.pubsub;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a subscription to a node is (XEP-0060, section 4.2). */
public enum SubscriptionState {
  /** There is none: no events are sent. */
  NONE,
  /** An owner has not approved it yet. */
  PENDING,
  /** It is approved, but its options are not configured yet. */
  UNCONFIGURED,
  /** Events are sent. */
  SUBSCRIBED;

  /** {@return the value on the wire} */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Finds a state.
   *
   * @param wireName the value on the wire, or null
   * @return the state, or null for none of these
   */
  public static @Nullable SubscriptionState of(@Nullable String wireName) {
    for (SubscriptionState state : values()) {
      if (state.wireName().equals(wireName)) {
        return state;
      }
    }
    return null;
  }
}
