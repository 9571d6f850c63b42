package im.linnet.pubsub;

import im.linnet.jid.Jid;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An item of a node (XEP-0060, sections 6.5 and 7.1). Immutable value.
 *
 * @param <T> its payload
 */
public final class Item<T extends Payload> {

  private final @Nullable String id;
  private final @Nullable T payload;
  private final @Nullable Jid publisher;

  private Item(@Nullable String id, @Nullable T payload, @Nullable Jid publisher) {
    this.id = id;
    this.payload = payload;
    this.publisher = publisher;
  }

  /**
   * Creates an item, for tests of programs that read some.
   *
   * @param id its id
   * @param payload its payload
   * @param <T> the class of the payload
   * @return the item
   */
  public static <T extends Payload> Item<T> of(String id, T payload) {
    return new Item<>(
        Objects.requireNonNull(id, "id"), Objects.requireNonNull(payload, "payload"), null);
  }

  /** Reads an item; null if its payload is not one of the node. */
  static <T extends Payload> @Nullable Item<T> read(Element element, NodeType<T> node) {
    Element content = element.firstChild();
    T payload = content == null ? null : node.read(content);
    if (content != null && payload == null) {
      return null;
    }
    return new Item<>(element.attribute("id"), payload, jid(element.attribute("publisher")));
  }

  /** The well-formed items inside an element. */
  static <T extends Payload> List<Item<T>> readAll(Element items, NodeType<T> node) {
    List<Item<T>> all = new ArrayList<>();
    for (Element child : items.children("item", items.namespace())) {
      Item<T> item = read(child, node);
      if (item != null) {
        all.add(item);
      }
    }
    return all;
  }

  private static @Nullable Jid jid(@Nullable String text) {
    try {
      return text == null ? null : Jid.received(text);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /** {@return the id, unique in its node; null if the service gives none} */
  public @Nullable String id() {
    return id;
  }

  /** {@return the payload; null if the service sends only the id, or the item has none} */
  public @Nullable T payload() {
    return payload;
  }

  /**
   * Who published the item (section 7.1.2.3), as far as the service says so. A publisher may write
   * this attribute, too, and not every service checks it.
   *
   * @return the publisher, or null
   */
  public @Nullable Jid publisher() {
    return publisher;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Item<?> that
        && Objects.equals(id, that.id)
        && Objects.equals(payload, that.payload)
        && Objects.equals(publisher, that.publisher);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, payload);
  }

  /** {@return the id, without the payload} */
  @Override
  public String toString() {
    return "Item[%s]".formatted(id);
  }
}
