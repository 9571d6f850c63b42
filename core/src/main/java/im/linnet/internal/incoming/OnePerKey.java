package im.linnet.internal.incoming;

import im.linnet.connection.Subscription;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * At most one registered value for each key. Registrations are compared by identity: removing an
 * old one twice does not remove a newer one of the same value. Safe for use by any thread.
 *
 * @param <K> the key
 * @param <V> the value
 */
final class OnePerKey<K, V> {

  private static final class Registration<V> {

    private final V value;

    Registration(V value) {
      this.value = value;
    }
  }

  private final Map<K, Registration<V>> registered = new ConcurrentHashMap<>();

  /**
   * Registers a value.
   *
   * @param key the key
   * @param value the value
   * @param taken the message if the key has a value already
   * @return removes the registration
   * @throws IllegalStateException if the key has a value already
   */
  Subscription add(K key, V value, String taken) {
    Registration<V> own = new Registration<>(value);
    if (registered.putIfAbsent(key, own) != null) {
      throw new IllegalStateException(taken);
    }
    return () -> registered.remove(key, own);
  }

  /** The value of a key, or null. */
  @Nullable V get(K key) {
    Registration<V> own = registered.get(key);
    return own == null ? null : own.value;
  }
}
