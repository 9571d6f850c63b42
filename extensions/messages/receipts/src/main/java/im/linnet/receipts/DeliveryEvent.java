package im.linnet.receipts;

/** An event of {@link Receipts#onChange}. */
public sealed interface DeliveryEvent {

  /** {@return the message that it is about} */
  TrackedMessage message();

  /**
   * A message has come further, or failed.
   *
   * @param message the message
   * @param before its state before
   * @param now its state after this event; {@link TrackedMessage#state()} may be ahead of it
   */
  record Changed(TrackedMessage message, DeliveryState before, DeliveryState now)
      implements DeliveryEvent {}

  /**
   * A message is no longer tracked, as there were too many newer ones. What becomes of it is not
   * noticed any more.
   *
   * @param message the message, with the last state that was known
   */
  record Forgotten(TrackedMessage message) implements DeliveryEvent {}
}
