package im.linnet.testkit.small;

/**
 * The state between a user and a contact (RFC 6121, appendix A.1), one of nine. Requests are
 * answered by what they change: the tables of appendices A.2 and A.3 follow from the two methods.
 *
 * @param to the user receives the contact's presence
 * @param from the contact receives the user's presence
 * @param asked the user asked for the contact's presence and has no answer
 * @param asking the contact asked for the user's presence and has no answer
 */
record Subscription(boolean to, boolean from, boolean asked, boolean asking) {
  static final Subscription NONE = new Subscription(false, false, false, false);

  /** The types of presence that change a subscription (RFC 6121, section 3). */
  enum Change {
    SUBSCRIBE,
    SUBSCRIBED,
    UNSUBSCRIBE,
    UNSUBSCRIBED
  }

  /** {@return the state after the user sent this (appendix A.2)} */
  Subscription sent(Change change) {
    return switch (change) {
      case SUBSCRIBE -> new Subscription(to, from, asked || !to, asking);
      case SUBSCRIBED -> new Subscription(to, from || asking, asked, false);
      case UNSUBSCRIBE -> new Subscription(false, from, false, asking);
      case UNSUBSCRIBED -> new Subscription(to, false, asked, false);
    };
  }

  /** {@return the state after the contact sent this (appendix A.3)} */
  Subscription received(Change change) {
    return switch (change) {
      case SUBSCRIBE -> new Subscription(to, from, asked, asking || !from);
      case SUBSCRIBED -> new Subscription(to || asked, from, false, asking);
      case UNSUBSCRIBE -> new Subscription(to, false, asked, false);
      case UNSUBSCRIBED -> new Subscription(false, from, false, asking);
    };
  }

  /** {@return the value of the attribute in the roster (RFC 6121, section 2.1.2.5)} */
  String inRoster() {
    if (to) {
      return from ? "both" : "to";
    }
    return from ? "from" : "none";
  }
}
