package im.linnet.privatestorage;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;

/** A payload for tests. */
record Prefs(String theme) implements Payload {

  static final Type<Prefs> TYPE = new Type<>("prefs", "urn:example:prefs", Prefs::of);

  static Prefs of(Element element) {
    String theme = element.childText("theme");
    if (theme == null) {
      throw new IllegalArgumentException("theme: absent");
    }
    return new Prefs(theme);
  }

  @Override
  public Element toElement() {
    return Element.builder("prefs", "urn:example:prefs").child("theme", theme).build();
  }
}
