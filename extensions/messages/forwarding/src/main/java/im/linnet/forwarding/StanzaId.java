package im.linnet.forwarding;

import im.linnet.jid.Jid;
import im.linnet.stanza.Payload;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import im.linnet.xml.Node;
import org.jspecify.annotations.Nullable;

/**
 * The id that a server or a room gave a message (XEP-0359, section 3.1): the one by which its
 * archive knows it.
 *
 * @param id the id, at most {@value #MAX_LENGTH} characters
 * @param by the entity that gave it: the own account for messages between two people, the room for
 *     its messages
 */
public record StanzaId(String id, Jid by) implements Payload {

  /** The namespace, and the disco feature of entities that give such ids. */
  public static final String NAMESPACE = "urn:xmpp:sid:0";

  /** Reads the payload, genuine or not. */
  public static final Type<StanzaId> TYPE = new Type<>("stanza-id", NAMESPACE, StanzaId::of);

  /** The longest id, in characters. */
  public static final int MAX_LENGTH = 1024;

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException if it is empty or too long
   */
  public StanzaId {
    OriginId.check(id, "stanza-id");
  }

  /**
   * Reads an id.
   *
   * @param element the {@code <stanza-id/>}
   * @return the id
   * @throws IllegalArgumentException if it is another element or malformed
   */
  public static StanzaId of(Element element) {
    String by = element.attribute("by");
    if (by == null) {
      throw new IllegalArgumentException("by: absent (expected: an address)");
    }
    return new StanzaId(OriginId.read(element, "stanza-id"), Jid.received(by));
  }

  /**
   * The id that an entity gave a message. Senders can forge ids in the name of others, so (section
   * 4)
   *
   * <ul>
   *   <li>ask only for the own account or, if the message came from a room, for that room, and only
   *       if this entity announces {@link #NAMESPACE}: others leave a forged id in place;
   *   <li>of several ids by the same entity the last counts. Servers should remove forged ones, but
   *       Prosody only adds its own behind them.
   * </ul>
   *
   * @param stanza the message as received
   * @param by the entity
   * @return the id, or null if there is none
   */
  public static @Nullable String of(Stanza stanza, Jid by) {
    String last = null;
    for (Node node : stanza.element().nodes()) {
      if (node instanceof Element element && element.is("stanza-id", NAMESPACE)) {
        String id = given(element, by);
        last = id == null ? last : id;
      }
    }
    return last;
  }

  private static @Nullable String given(Element element, Jid by) {
    try {
      StanzaId read = of(element);
      return read.by.equals(by) ? read.id : null;
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  @Override
  public Element toElement() {
    return Element.builder("stanza-id", NAMESPACE)
        .attribute("id", id)
        .attribute("by", by.toString())
        .build();
  }
}
