package im.linnet.internal.incoming;

import im.linnet.connection.Containment;
import im.linnet.connection.Subscription;
import im.linnet.xml.Element;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The handlers of incoming elements that are not stanzas. Safe for use by any thread. */
final class Nonzas {

  private record Key(String name, String namespace) {}

  private final Containment containment = new Containment(Nonzas.class, "Who takes nonzas");
  private final OnePerKey<Key, Consumer<Element>> takers = new OnePerKey<>();

  /**
   * Registers the handler for elements with this name.
   *
   * @throws IllegalStateException if there is one already
   */
  Subscription add(String name, String namespace, Consumer<Element> consumer) {
    return takers.add(
        new Key(name, namespace),
        consumer,
        "Somebody takes <%s xmlns='%s'/> already".formatted(name, namespace));
  }

  /** Passes an element to its handler and never throws; null if there is none. */
  @Nullable Runnable taker(Element element) {
    Consumer<Element> taker = takers.get(new Key(element.name(), element.namespace()));
    return taker == null ? null : () -> containment.call(taker, element);
  }
}
