package im.linnet.rooms;

import im.linnet.stanza.Presence;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How available the user is in a room, and what the room was last sent. Thread-safe. */
final class OwnAvailability {

  /**
   * An availability.
   *
   * @param show what kind, or null for none in particular
   * @param status in words, or null
   */
  record Value(Presence.@Nullable Show show, @Nullable String status) {

    static final Value PLAIN = new Value(null, null);

    Presence.Builder in(Presence.Builder presence) {
      if (show != null) {
        presence.show(show);
      }
      if (status != null) {
        presence.status(status);
      }
      return presence;
    }

    /** Throws IllegalArgumentException if XML can't contain the status. */
    Value check() {
      in(Presence.builder(Presence.Type.AVAILABLE));
      return this;
    }
  }

  private Value current;
  private Value sent = Value.PLAIN;

  OwnAvailability(Value first) {
    current = first;
  }

  synchronized void set(Value value) {
    current = Objects.requireNonNull(value);
  }

  /** Adds the availability to a presence that is about to be sent. */
  synchronized Presence.Builder in(Presence.Builder presence) {
    sent = current;
    return current.in(presence);
  }

  /** Whether it was changed since a presence was last sent. */
  synchronized boolean isUnsent() {
    return !sent.equals(current);
  }
}
