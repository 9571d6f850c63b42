package im.linnet.pubsub;

import java.util.Locale;

/** When a service sends the last published item (XEP-0060, section 6.1.7). */
public enum LastItem {
  /** Never: items are only sent when they are published. */
  NEVER,
  /** To new subscribers. */
  ON_SUB,
  /** To new subscribers, and to those who come online: the default of personal eventing. */
  ON_SUB_AND_PRESENCE;

  /** {@return the value on the wire} */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
