package im.linnet.receipts;

import im.linnet.forwarding.StanzaId;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.Objects;

/**
 * How far the user has displayed a chat: the payload of an item of the node {@value #NAMESPACE},
 * whose id is the address of the chat (XEP-0490, section 4.1).
 *
 * @param stanzaId the id that the user's server, or the room, gave the last message displayed
 */
public record DisplayedUpTo(StanzaId stanzaId) implements Payload {

  /** The namespace, and the name of the node. */
  public static final String NAMESPACE = "urn:xmpp:mds:displayed:0";

  /** Reads the payload. */
  public static final Type<DisplayedUpTo> TYPE =
      new Type<>("displayed", NAMESPACE, DisplayedUpTo::of);

  /** Rejects null. */
  public DisplayedUpTo {
    Objects.requireNonNull(stanzaId, "stanzaId");
  }

  /**
   * Reads how far a chat was displayed.
   *
   * @param element the {@code <displayed/>}
   * @return how far
   * @throws IllegalArgumentException if it is another element, or has not exactly one id
   */
  public static DisplayedUpTo of(Element element) {
    MarkedId.require(element, "displayed", NAMESPACE);
    var ids = element.children("stanza-id", StanzaId.NAMESPACE);
    if (ids.size() != 1) {
      throw new IllegalArgumentException(
          "displayed: %d stanza ids (expected: 1)".formatted(ids.size()));
    }
    return new DisplayedUpTo(StanzaId.of(ids.get(0)));
  }

  @Override
  public Element toElement() {
    return Element.builder("displayed", NAMESPACE).child(stanzaId.toElement()).build();
  }
}
