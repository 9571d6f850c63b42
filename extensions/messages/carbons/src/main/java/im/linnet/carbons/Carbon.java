package im.linnet.carbons;

import im.linnet.forwarding.Forwarded;
import im.linnet.stanza.Message;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a message that another device of the user sent or received (XEP-0280, sections 6 and
 * 7). Immutable value.
 */
public final class Carbon {

  /** Which way the message went. */
  public enum Direction {
    /** Another device sent it. */
    SENT,
    /** Another device received it. */
    RECEIVED
  }

  private final Direction direction;
  private final Forwarded forwarded;

  private Carbon(Direction direction, Forwarded forwarded) {
    this.direction = direction;
    this.forwarded = forwarded;
  }

  /**
   * Creates a copy.
   *
   * @param direction which way the message went
   * @param forwarded the message in it (XEP-0297)
   * @return the copy
   */
  public static Carbon of(Direction direction, Forwarded forwarded) {
    return new Carbon(
        Objects.requireNonNull(direction, "direction"),
        Objects.requireNonNull(forwarded, "forwarded"));
  }

  /** {@return which way the message went} */
  public Direction direction() {
    return direction;
  }

  /** {@return the message, with its own sender and recipient} */
  public Message message() {
    return forwarded.message();
  }

  /** {@return the message with its delay, if the server gave one (XEP-0203)} */
  public Forwarded forwarded() {
    return forwarded;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Carbon that
        && direction == that.direction
        && forwarded.equals(that.forwarded);
  }

  @Override
  public int hashCode() {
    return Objects.hash(direction, forwarded);
  }

  @Override
  public String toString() {
    return "Carbon[%s, from %s to %s]".formatted(direction, message().from(), message().to());
  }
}
