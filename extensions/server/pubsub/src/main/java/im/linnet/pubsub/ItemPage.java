package im.linnet.pubsub;

import im.linnet.stanza.Iq;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Items of a node, all or some (XEP-0060, section 6.5). Malformed ones are left out. Immutable.
 *
 * @param <T> their payload
 */
public final class ItemPage<T extends Payload> implements Iterable<Item<T>> {

  static final String RSM = "http://jabber.org/protocol/rsm";

  private final List<Item<T>> items;
  private final @Nullable String first;
  private final @Nullable String last;
  private final @Nullable Integer count;
  private final @Nullable Integer index;

  private ItemPage(List<Item<T>> items, @Nullable Element set) {
    this.items = List.copyOf(items);
    Element start = set == null ? null : set.child("first");
    this.first = start == null ? null : start.text();
    this.last = set == null ? null : set.childText("last");
    this.count = set == null ? null : number(set.childText("count"));
    this.index = start == null ? null : number(start.attribute("index"));
  }

  /**
   * Reads an answer.
   *
   * @throws IllegalArgumentException if there are no items in it
   */
  static <T extends Payload> ItemPage<T> read(Iq answer, NodeType<T> node) {
    Element items = Wire.in(answer, "items", Wire.PUBSUB);
    Element pubsub = answer.element().child("pubsub", Wire.PUBSUB);
    Element set = pubsub == null ? null : pubsub.child("set", RSM);
    return new ItemPage<>(Item.readAll(items, node), set);
  }

  private static @Nullable Integer number(@Nullable String text) {
    try {
      int number = text == null ? -1 : Integer.parseInt(text.strip());
      return number < 0 ? null : number;
    } catch (NumberFormatException malformed) {
      return null;
    }
  }

  /** {@return the items, in the order of the service, which is not the same everywhere} */
  public List<Item<T>> items() {
    return items;
  }

  /**
   * Finds an item.
   *
   * @param id its id
   * @return the item, or null if it is not among these
   */
  public @Nullable Item<T> get(String id) {
    for (Item<T> item : items) {
      if (id.equals(item.id())) {
        return item;
      }
    }
    return null;
  }

  /** {@return where this page begins, for {@link ItemQuery#before}; null if it is all there is} */
  public @Nullable String first() {
    return first;
  }

  /** {@return where this page ends, for {@link ItemQuery#after}; null if it is all there is} */
  public @Nullable String last() {
    return last;
  }

  /** {@return how many items the node has, or null if the service does not say} */
  public @Nullable Integer count() {
    return count;
  }

  /** {@return the position of the first item of this page, from 0; null if not known} */
  public @Nullable Integer index() {
    return index;
  }

  @Override
  public Iterator<Item<T>> iterator() {
    return items.iterator();
  }

  @Override
  public String toString() {
    return "ItemPage[%d items]".formatted(items.size());
  }
}
