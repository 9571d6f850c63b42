package im.linnet.connection;

import im.linnet.failure.XmppException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether and when a client reconnects after losing its connection. {@link #standard()}
 * suits most programs; custom policies are possible.
 *
 * <p>A policy is called on an event loop, so it must not block, and must be thread-safe if clients
 * share it. It is not called after the user closed the client or cancelled {@code connect()}. If it
 * throws, the client does not reconnect.
 */
@FunctionalInterface
public interface ReconnectPolicy {

  /**
   * Decides after a loss or a failed attempt.
   *
   * @param outage the facts about the outage
   * @return the delay before the next attempt, zero for at once; null for never: the client then
   *     stays disconnected until {@code XmppClient.connect()} or {@code
   *     XmppClient.networkChanged()} is called
   */
  @Nullable Duration delay(Outage outage);

  /** {@return a policy that never reconnects} */
  static ReconnectPolicy never() {
    return outage -> null;
  }

  /**
   * {@return a policy with growing random delays of up to a minute, which does not reconnect if the
   * user has to act}
   */
  static Backoff standard() {
    return Backoff.standard();
  }

  /**
   * A time without connection, as known when an attempt has just failed or a session has just
   * ended. Immutable value. Clients make them; {@link #builder} is for tests of policies.
   */
  final class Outage {

    private final XmppException cause;
    private final int attempts;
    private final int refusals;
    private final Duration lasted;
    private final boolean sessionLost;
    private final boolean networkChanged;

    /** What may have happened. */
    private enum Event {
      SESSION_LOST,
      NETWORK_CHANGED
    }

    private Outage(Builder builder) {
      cause = builder.cause;
      attempts = builder.attempts;
      refusals = builder.refusals;
      lasted = builder.lasted;
      sessionLost = builder.events.contains(Event.SESSION_LOST);
      networkChanged = builder.events.contains(Event.NETWORK_CHANGED);
    }

    /**
     * Begins an outage with no attempts, refusals or session before, and without a change of the
     * network.
     *
     * @param cause why the attempt failed or the session ended
     * @return a builder, for one thread
     */
    public static Builder builder(XmppException cause) {
      return new Builder(cause);
    }

    /** {@return why the attempt failed or the session ended} */
    public XmppException cause() {
      return cause;
    }

    /**
     * {@return the number of consecutive attempts without a lasting session; 0 right after the loss
     * of a lasting one} A session is lasting after a minute, or after an hour if the client ended
     * it because of the same server fault as the previous one.
     */
    public int attempts() {
      return attempts;
    }

    /**
     * {@return the number of consecutive attempts, including this one, in which the server refused
     * the sign-in; 0 if the cause is something else}
     */
    public int refusals() {
      return refusals;
    }

    /** {@return the duration of the session that has just ended; zero if an attempt failed} */
    public Duration lasted() {
      return lasted;
    }

    /**
     * {@return whether there was a session since {@code connect()} was last called on the
     * disconnected client}
     */
    public boolean sessionLost() {
      return sessionLost;
    }

    /**
     * {@return whether {@code networkChanged()} was called within the last minute, and no attempt
     * has started since}
     */
    public boolean networkChanged() {
      return networkChanged;
    }

    private List<Object> parts() {
      return List.of(cause, attempts, refusals, lasted, sessionLost, networkChanged);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Outage outage && parts().equals(outage.parts());
    }

    @Override
    public int hashCode() {
      return parts().hashCode();
    }

    @Override
    public String toString() {
      return "Outage[cause=%s, attempts=%d, refusals=%d, lasted=%s%s%s]"
          .formatted(
              cause,
              attempts,
              refusals,
              lasted,
              sessionLost ? ", session lost" : "",
              networkChanged ? ", network changed" : "");
    }

    /** Sets up an {@link Outage}. */
    public static final class Builder {

      private final XmppException cause;
      private int attempts;
      private int refusals;
      private Duration lasted = Duration.ZERO;
      private final Set<Event> events = EnumSet.noneOf(Event.class);

      private Builder(XmppException cause) {
        this.cause = Objects.requireNonNull(cause, "cause");
      }

      /**
       * Sets {@link Outage#attempts}.
       *
       * @param number the number of attempts
       * @return this builder
       */
      public Builder attempts(int number) {
        attempts = number;
        return this;
      }

      /**
       * Sets {@link Outage#refusals}.
       *
       * @param number the number of refusals
       * @return this builder
       */
      public Builder refusals(int number) {
        refusals = number;
        return this;
      }

      /**
       * Sets {@link Outage#lasted}.
       *
       * @param duration the duration of the session
       * @return this builder
       */
      public Builder lasted(Duration duration) {
        lasted = Objects.requireNonNull(duration, "duration");
        return this;
      }

      /**
       * Sets {@link Outage#sessionLost}.
       *
       * @param lost whether there was a session
       * @return this builder
       */
      public Builder sessionLost(boolean lost) {
        return with(Event.SESSION_LOST, lost);
      }

      /**
       * Sets {@link Outage#networkChanged}.
       *
       * @param changed whether the network changed
       * @return this builder
       */
      public Builder networkChanged(boolean changed) {
        return with(Event.NETWORK_CHANGED, changed);
      }

      private Builder with(Event event, boolean happened) {
        if (happened) {
          events.add(event);
        } else {
          events.remove(event);
        }
        return this;
      }

      /** {@return the outage} */
      public Outage build() {
        return new Outage(this);
      }
    }
  }
}
