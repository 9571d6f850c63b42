package im.linnet.stax;

import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import im.linnet.xml.StreamWriter;
import java.util.List;
import java.util.Random;

/** Random elements, the same for the same seed. */
final class SeededElements {

  private static final List<String> NAMESPACES =
      List.of(
          "",
          "jabber:client",
          StreamWriter.NAMESPACE,
          Element.XML_NAMESPACE,
          "urn:example:a",
          "http://example.org/?a=1&b=<'\">\t]]>");
  private static final List<String> NAMES = List.of("a", "body", "_x.y-1", "été", "Ω", "xmlns");
  private static final List<String> ODD =
      List.of("<", ">", "&", "'", "\"", "]]>", "]", "\t", "\n", "\r", "\r\n", " ", "\u0085", "😀");

  private final Random random;

  SeededElements(long seed) {
    random = new Random(seed);
  }

  Element next() {
    return next(random.nextInt(6));
  }

  private Element next(int levels) {
    ElementBuilder element = Element.builder(any(NAMES), any(NAMESPACES));
    for (int i = random.nextInt(4); i > 0; i--) {
      attribute(element);
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      if (levels > 0 && random.nextBoolean()) {
        element.child(next(levels - 1));
      } else {
        element.text(text());
      }
    }
    return element.build();
  }

  private void attribute(ElementBuilder element) {
    String namespace = any(NAMESPACES);
    String name = any(NAMES);
    if (!namespace.isEmpty() || !name.equals("xmlns")) {
      element.attribute(namespace, name, text());
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      if (random.nextBoolean()) {
        text.append(any(ODD));
      } else {
        text.appendCodePoint(character());
      }
    }
    return text.toString();
  }

  private int character() {
    return random.nextBoolean()
        ? ' ' + random.nextInt(0x5F)
        : random.nextBoolean()
            ? 0xA0 + random.nextInt(0xD000)
            : 0x1_0000 + random.nextInt(0x1_0000);
  }

  private String any(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }
}
