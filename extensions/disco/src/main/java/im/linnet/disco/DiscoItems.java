package im.linnet.disco;

import im.linnet.jid.Jid;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to an entity (XEP-0030, section 4), such as the rooms of a chat service.
 *
 * @param node the part of the entity that this is about, or null for the entity itself
 * @param items what belongs to it
 */
public record DiscoItems(@Nullable String node, List<Item> items) implements Payload {

  /** The namespace. */
  public static final String NAMESPACE = "http://jabber.org/protocol/disco#items";

  /** How it is read. */
  public static final Type<DiscoItems> TYPE = new Type<>("query", NAMESPACE, DiscoItems::of);

  /**
   * One of them.
   *
   * @param jid whom to ask about it
   * @param node what to ask about, or null if the address says it
   * @param name what a person would call it, or null
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
   * Reads an answer. Items that are malformed are left out.
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
        // Can't be asked about; the others can.
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
