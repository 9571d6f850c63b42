package im.linnet.pubsub;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;

/**
 * A payload of any name, for nodes whose payload has no class of its own.
 *
 * @param element the payload as it is on the wire
 */
public record AnyPayload(Element element) implements Payload {

  /**
   * A node whose items have any payload.
   *
   * @param name the name of the node
   * @return the node
   */
  public static NodeType<AnyPayload> node(String name) {
    return new NodeType<>(name, element -> true, AnyPayload::new);
  }

  @Override
  public Element toElement() {
    return element;
  }
}
