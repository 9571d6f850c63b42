package im.linnet.receipts;

/**
 * How far a message has come.
 *
 * <pre>
 *   PENDING ──► SENT ──► ACKNOWLEDGED ──► RECEIVED ──► DISPLAYED
 *      └─────────┴────────────┴──► FAILED ──►┘ (or sent again: PENDING)
 * </pre>
 *
 * <p>States may be skipped, as each includes those before it, and never go back, with one
 * exception: a message that failed can be sent again.
 */
public enum DeliveryState {
  /** Not written yet, or its fate is not known. */
  PENDING,

  /** Written to the connection. */
  SENT,

  /** Acknowledged by the user's server (XEP-0198). */
  ACKNOWLEDGED,

  /** Received by a client of the recipient (XEP-0184). */
  RECEIVED,

  /** Displayed to the recipient (XEP-0333). */
  DISPLAYED,

  /**
   * Not sent, lost with the connection, or bounced. A receipt or a marker that comes nevertheless
   * shows that the message did arrive.
   */
  FAILED;

  /**
   * Whether a message in this state has come as far as another state.
   *
   * @param other the other state
   * @return true if it has; nothing includes {@link #FAILED} but itself, and that includes nothing
   *     else
   */
  public boolean includes(DeliveryState other) {
    return this == other || (this != FAILED && other != FAILED && compareTo(other) > 0);
  }

  /** Whether a message in this state can still be found to be in a later one. */
  boolean leadsTo(DeliveryState next) {
    return switch (this) {
      case FAILED -> next == RECEIVED || next == DISPLAYED;
      case RECEIVED, DISPLAYED -> next == DISPLAYED && this != next;
      default -> next == FAILED || next.compareTo(this) > 0;
    };
  }
}
