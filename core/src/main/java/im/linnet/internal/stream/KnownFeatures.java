package im.linnet.internal.stream;

import im.linnet.endpoint.Endpoint;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The features that servers offered a client last, by which the next connection need not wait for
 * them. Bounded; belongs to the event loop.
 */
public final class KnownFeatures {

  private static final int MOST = 16;

  /** What the features depend on. */
  private record Place(Endpoint endpoint, boolean signedIn) {}

  /** How much a guess is trusted that was lost together with its connection. */
  private enum Doubt {
    /** The next connection waits. */
    WAITS,
    /** It has waited; if the next guess is lost, too, there is none any more. */
    ONCE_MORE
  }

  private final Map<Place, Features> known = new LinkedHashMap<>(4, 0.75f, true);
  private final Set<Endpoint> misleading = new HashSet<>();
  private final Map<Endpoint, Doubt> doubts = new LinkedHashMap<>();
  private final AtomicBoolean again;
  private final SharedFeatures shared;

  /**
   * Nothing is known yet.
   *
   * @param again set if a guess has made a connection fail, and another attempt may succeed
   * @param shared what other clients remember, too
   */
  public KnownFeatures(AtomicBoolean again, SharedFeatures shared) {
    this.again = again;
    this.shared = shared;
  }

  /**
   * Remembers the features of a stream under TLS. Those in clear text are worth nothing, as anyone
   * may have written them. Returns the same features, perhaps as an object that is in use already.
   */
  Features note(Endpoint endpoint, Facts facts, Features features) {
    if (!facts.secure()) {
      return features;
    }
    Features one = shared.of(features);
    known.put(place(endpoint, facts), one);
    if (known.size() > MOST) {
      known.remove(known.keySet().iterator().next());
    }
    return one;
  }

  /** The features of the last connection in the same state, or null. */
  @Nullable Features find(Endpoint endpoint, Facts facts) {
    return known.get(place(endpoint, facts));
  }

  /** The last features after signing in there, whatever is thought of guesses; or null. */
  @Nullable Features signedIn(Endpoint endpoint) {
    return known.get(new Place(endpoint, true));
  }

  private static Place place(Endpoint endpoint, Facts facts) {
    return new Place(endpoint, facts.authenticated());
  }

  /** Whether something may be sent before the server has said anything. */
  boolean mayGuess(Endpoint endpoint) {
    return !misleading.contains(endpoint);
  }

  /** A connection was lost right after something was sent ahead, for that reason or any other. */
  void doubt(Endpoint endpoint) {
    if (doubts.containsKey(endpoint)) {
      mislead(endpoint, false);
    } else if (doubts.size() < MOST) {
      doubts.put(endpoint, Doubt.WAITS);
    }
  }

  /** A connection is about to be negotiated; returns whether it should wait for the server. */
  boolean waitsThisTime(Endpoint endpoint) {
    return doubts.replace(endpoint, Doubt.WAITS, Doubt.ONCE_MORE);
  }

  /**
   * What was sent ahead may have done harm: nothing is sent ahead there any more.
   *
   * @param atOnce whether another attempt should be made at once
   */
  void mislead(Endpoint endpoint, boolean atOnce) {
    if (misleading.size() == MOST) {
      misleading.clear();
    }
    misleading.add(endpoint);
    if (atOnce) {
      again.set(true);
    }
  }
}
