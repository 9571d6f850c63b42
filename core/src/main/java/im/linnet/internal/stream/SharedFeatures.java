package im.linnet.internal.stream;

import im.linnet.stream.Features;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Equal features are one object for all clients of the same resources, as each of them remembers
 * what its server offers: a kilobyte or two, and mostly the same. Bounded by number and size. Safe
 * for use by any thread.
 */
public final class SharedFeatures {

  /** How many different features are shared; those of more servers are begun afresh. */
  static final int MOST = 64;

  /** Larger ones are not shared, in characters. */
  static final long LARGEST = 16_384;

  private final Map<Features, Features> shared = new ConcurrentHashMap<>();

  /** Nothing is shared yet. */
  public SharedFeatures() {}

  /** The same features, as the object that others have, too. */
  Features of(Features features) {
    if (features.element().weight() > LARGEST) {
      return features;
    }
    if (shared.size() >= MOST) {
      shared.clear();
    }
    Features known = shared.putIfAbsent(features, features);
    return known == null ? features : known;
  }
}
