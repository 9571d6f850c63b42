package im.linnet.pubsub;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;

/** A payload for tests. */
record Tune(String title) implements Payload {

  static final String NAMESPACE = "http://jabber.org/protocol/tune";
  static final Type<Tune> TYPE = new Type<>("tune", NAMESPACE, Tune::of);
  static final NodeType<Tune> NODE = NodeType.of(NAMESPACE, TYPE);

  static Tune of(Element element) {
    String title = element.childText("title");
    if (title == null) {
      throw new IllegalArgumentException("title: absent");
    }
    return new Tune(title);
  }

  @Override
  public Element toElement() {
    return Element.builder("tune", NAMESPACE).child("title", title).build();
  }
}
