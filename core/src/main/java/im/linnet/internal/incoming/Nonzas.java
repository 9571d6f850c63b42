package im.linnet.internal.incoming;

import im.linnet.connection.Containment;
import im.linnet.connection.Subscription;
import im.linnet.xml.Element;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The handlers of incoming elements that are not stanzas. Safe for use by any thread. */
final class Nonzas {

  private record Key(String name, String namespace) {}

  /** One handler, compared by identity. */
  private static final class Taker {

    private final Consumer<Element> consumer;

    Taker(Consumer<Element> consumer) {
      this.consumer = consumer;
    }
  }

  private final Containment containment = new Containment(Nonzas.class, "Who takes nonzas");
  private final Map<Key, Taker> takers = new ConcurrentHashMap<>();

  /**
   * Registers the handler for elements with this name.
   *
   * @throws IllegalStateException if there is one already
   */
  Subscription add(String name, String namespace, Consumer<Element> consumer) {
    Key key = new Key(name, namespace);
    Taker own = new Taker(consumer);
    if (takers.putIfAbsent(key, own) != null) {
      throw new IllegalStateException(
          "Somebody takes <%s xmlns='%s'/> already".formatted(name, namespace));
    }
    return () -> takers.remove(key, own);
  }

  /** Passes an element to its handler and never throws; null if there is none. */
  @Nullable Runnable taker(Element element) {
    Taker taker = takers.get(new Key(element.name(), element.namespace()));
    return taker == null ? null : () -> containment.call(taker.consumer, element);
  }
}
