package im.linnet.pubsub;

import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The namespaces of XEP-0060, and the elements that all requests and answers have in common. */
final class Wire {

  static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  static final String OWNER = PUBSUB + "#owner";
  static final String EVENT = PUBSUB + "#event";

  private Wire() {}

  /** A request of subscribers and publishers. */
  static Element pubsub(Element... content) {
    return Element.builder("pubsub", PUBSUB).children(List.of(content)).build();
  }

  /** A request of owners. */
  static Element owner(Element content) {
    return Element.builder("pubsub", OWNER).child(content).build();
  }

  static ElementBuilder naming(String name, String namespace, @Nullable String node) {
    return Element.builder(name, namespace).attribute("node", node);
  }

  /** An item that is named only. */
  static Element item(String id) {
    return Element.builder("item", PUBSUB).attribute("id", id).build();
  }

  /**
   * The element inside the {@code <pubsub/>} of an answer.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Element in(Iq answer, String name, String namespace) {
    Element found = find(answer, name, namespace);
    if (found == null) {
      throw new IllegalArgumentException(
          "no <%s/> in a <pubsub xmlns='%s'/>".formatted(name, namespace));
    }
    return found;
  }

  static @Nullable Element find(Iq answer, String name, String namespace) {
    Element pubsub = answer.element().child("pubsub", namespace);
    return pubsub == null ? null : pubsub.child(name);
  }
}
