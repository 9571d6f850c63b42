package im.linnet.pubsub;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who may subscribe to a node and read its items (XEP-0060, section 4.5). */
public enum AccessModel {
  /** Those that an owner approves. */
  AUTHORIZE,
  /** Everybody. */
  OPEN,
  /** Those who are subscribed to the owner's presence: the default of personal eventing. */
  PRESENCE,
  /** The contacts in certain groups of the owner's roster. */
  ROSTER,
  /** Those that an owner has listed; without a list, the owner alone. */
  WHITELIST;

  /** {@return the value on the wire} */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Finds a model.
   *
   * @param wireName the value on the wire, or null
   * @return the model, or null for none of these
   */
  public static @Nullable AccessModel of(@Nullable String wireName) {
    for (AccessModel model : values()) {
      if (model.wireName().equals(wireName)) {
        return model;
      }
    }
    return null;
  }
}
