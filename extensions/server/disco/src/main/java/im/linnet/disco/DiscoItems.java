package im.linnet.disco;

import im.linnet.jid.Jid;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items of an entity (XEP-0030, section 4), such as the rooms of a chat service.
 *
 * @param node the node that was queried, or null for the entity itself
 * @param items the items
 */
public record DiscoItems(@Nullable String node, List<Item> items) implements Payload {

  /** The namespace. */
  public static final String NAMESPACE = "http://jabber.org/protocol/disco#items";

  /** Reads the payload. */
  public static final Type<DiscoItems> TYPE = new Type<>("query", NAMESPACE, DiscoItems::of);

  /**
   * One item.
   *
   * @param jid the address to query about it
   * @param node the node to query, or null if the address is enough
   * @param name a name for display, or null
   */
  public record Item(Jid jid, @Nullable String node, @Nullable String name) implements Payload {

    /**
     * Reads an item.
     *
     * @param element the {@code <item/>}
     * @return the item
     * @throws IllegalArgumentException if its address is missing or malformed
     */
    public static Item of(Element element) {
      String jid = element.attribute("jid");
      if (jid == null) {
        throw new IllegalArgumentException("jid: absent (expected: the address of an item)");
      }
      return new Item(Jid.received(jid), element.attribute("node"), element.attribute("name"));
    }

    @Override
    public Element toElement() {
      return Element.builder("item", NAMESPACE)
          .attribute("jid", jid.toString())
          .attribute("node", node)
          .attribute("name", name)
          .build();
    }
  }

  /** Keeps an unchangeable copy. */
  public DiscoItems {
    items = List.copyOf(items);
  }

  /**
   * Reads an answer. Malformed items are left out.
   *
   * @param query the {@code <query/>}
   * @return the items
   * @throws IllegalArgumentException if it is another element
   */
  public static DiscoItems of(Element query) {
    if (!query.is("query", NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <query xmlns='%s'/>)".formatted(query, NAMESPACE));
    }
    List<Item> items = new ArrayList<>();
    for (Element item : query.children("item", NAMESPACE)) {
      try {
        items.add(Item.of(item));
      } catch (IllegalArgumentException malformed) {
        // Malformed: left out.
      }
    }
    return new DiscoItems(query.attribute("node"), items);
  }

  @Override
  public Element toElement() {
    ElementBuilder query = Element.builder("query", NAMESPACE).attribute("node", node);
    items.forEach(item -> query.child(item.toElement()));
    return query.build();
  }
}
