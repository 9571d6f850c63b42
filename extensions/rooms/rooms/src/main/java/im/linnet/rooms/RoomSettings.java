package im.linnet.rooms;

import java.time.Duration;

/** Limits of {@link Rooms}. Immutable. */
public final class RoomSettings {

  private static final RoomSettings STANDARD =
      new RoomSettings(
          1_000,
          5_000,
          64L << 20,
          256,
          Duration.ofSeconds(30),
          Duration.ofMinutes(15),
          Duration.ofSeconds(10));

  private final int rooms;
  private final int occupants;
  private final long occupantBytes;
  private final int pending;
  private final Duration answerLimit;
  private final Duration selfPing;
  private final Duration retry;

  private RoomSettings(
      int rooms,
      int occupants,
      long occupantBytes,
      int pending,
      Duration answerLimit,
      Duration selfPing,
      Duration retry) {
    this.rooms = positive("rooms", rooms);
    this.occupants = positive("occupants", occupants);
    this.occupantBytes = occupantBytes;
    this.pending = positive("pending", pending);
    this.answerLimit = positive("answerLimit", answerLimit);
    this.selfPing = positive("selfPing", selfPing);
    this.retry = positive("retry", retry);
    if (occupantBytes < 1) {
      throw new IllegalArgumentException(
          "occupantBytes: %d (expected: >= 1)".formatted(occupantBytes));
    }
  }

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s: %d (expected: >= 1)".formatted(name, value));
    }
    return value;
  }

  private static Duration positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("%s: %s (expected: > 0)".formatted(name, value));
    }
    return value;
  }

  /**
   * {@return the usual settings: 1,000 rooms, 5,000 occupants a room, 64 MiB for the occupants of
   * all rooms, 256 messages on their way in a room, answers within 30 seconds, a self-ping after 15
   * minutes of silence, and a first retry after 10 seconds}
   */
  public static RoomSettings standard() {
    return STANDARD;
  }

  /**
   * Limits the rooms that the user is in.
   *
   * @param most 1 or more
   * @return a copy with it
   * @throws IllegalArgumentException if it is below 1
   */
  public RoomSettings rooms(int most) {
    return new RoomSettings(most, occupants, occupantBytes, pending, answerLimit, selfPing, retry);
  }

  /**
   * Limits the occupants that are listed of one room.
   *
   * @param most 1 or more
   * @return a copy with it
   * @throws IllegalArgumentException if it is below 1
   */
  public RoomSettings occupants(int most) {
    return new RoomSettings(rooms, most, occupantBytes, pending, answerLimit, selfPing, retry);
  }

  /**
   * Limits the memory for the occupants of all rooms together.
   *
   * @param most bytes, as estimated; an occupant takes about 200
   * @return a copy with it
   * @throws IllegalArgumentException if it is below 1
   */
  public RoomSettings occupantBytes(long most) {
    return new RoomSettings(rooms, occupants, most, pending, answerLimit, selfPing, retry);
  }

  /**
   * Limits the messages that were sent to one room and that it has not passed on yet.
   *
   * @param most 1 or more
   * @return a copy with it
   * @throws IllegalArgumentException if it is below 1
   */
  public RoomSettings pending(int most) {
    return new RoomSettings(rooms, occupants, occupantBytes, most, answerLimit, selfPing, retry);
  }

  /**
   * Limits how long a room may take to confirm a join, a message, a nickname, or that the user has
   * left.
   *
   * @param most the limit
   * @return a copy with it
   * @throws IllegalArgumentException if it is not positive
   */
  public RoomSettings answerLimit(Duration most) {
    return new RoomSettings(rooms, occupants, occupantBytes, pending, most, selfPing, retry);
  }

  /**
   * Sets after how much silence of a room the client checks that it is still in it (XEP-0410). The
   * ping is sent after one to two times this.
   *
   * @param silence the time
   * @return a copy with it
   * @throws IllegalArgumentException if it is not positive
   */
  public RoomSettings selfPing(Duration silence) {
    return new RoomSettings(rooms, occupants, occupantBytes, pending, answerLimit, silence, retry);
  }

  /**
   * Sets when a room is joined again that removed the user because of an error, or could not be
   * joined again for a while. The time doubles with each attempt, up to that of {@link #selfPing}.
   *
   * @param first the first time
   * @return a copy with it
   * @throws IllegalArgumentException if it is not positive
   */
  public RoomSettings retry(Duration first) {
    return new RoomSettings(rooms, occupants, occupantBytes, pending, answerLimit, selfPing, first);
  }

  int rooms() {
    return rooms;
  }

  int occupants() {
    return occupants;
  }

  long occupantBytes() {
    return occupantBytes;
  }

  int pending() {
    return pending;
  }

  Duration answerLimit() {
    return answerLimit;
  }

  Duration selfPing() {
    return selfPing;
  }

  Duration retry() {
    return retry;
  }

  @Override
  public String toString() {
    return ("RoomSettings[rooms=%d, occupants=%d, occupantBytes=%d, pending=%d, answerLimit=%s,"
            + " selfPing=%s, retry=%s]")
        .formatted(rooms, occupants, occupantBytes, pending, answerLimit, selfPing, retry);
  }
}
