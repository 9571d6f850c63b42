package im.linnet.benchmarks.encoder;

import im.linnet.xml.Element;
import im.linnet.xml.StreamWriter;
import java.util.List;

/** Linnet's encoder. */
final class LinnetWriter implements Contestant {

  private final List<Element> elements;
  private final CountedBytes out = new CountedBytes();
  private final StreamWriter writer = new StreamWriter(out, "jabber:client");

  LinnetWriter(List<Element> elements) {
    this.elements = elements;
    writer.open("capulet.example", null, null);
  }

  @Override
  public long write() {
    for (Element element : elements) {
      writer.write(element);
    }
    return out.total();
  }
}
