package im.linnet.integration;

import im.linnet.Extension;
import im.linnet.XmppClient;
import java.util.function.Function;

/**
 * A class with methods that give futures.
 *
 * @param type the class
 * @param found finds an object of it that belongs to a client
 * @param <T> the class
 */
record Giver<T>(Class<T> type, Function<XmppClient, T> found) {

  static <E extends Extension> Giver<E> of(Class<E> extension) {
    return new Giver<>(extension, client -> client.get(extension));
  }

  String named(String method) {
    return type.getSimpleName() + '.' + method;
  }
}
