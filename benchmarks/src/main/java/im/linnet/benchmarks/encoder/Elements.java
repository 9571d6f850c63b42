package im.linnet.benchmarks.encoder;

import im.linnet.benchmarks.corpus.Corpus;
import im.linnet.xml.Element;
import im.linnet.xml.StreamEvents;
import im.linnet.xml.StreamHeader;
import im.linnet.xml.StreamParser;
import im.linnet.xml.XmlLimits;
import java.util.ArrayList;
import java.util.List;

/** The stanzas of a corpus as elements. */
final class Elements implements StreamEvents {

  private final List<Element> all = new ArrayList<>();

  private Elements() {}

  static List<Element> of(Corpus corpus) {
    Elements elements = new Elements();
    byte[] stream = corpus.stream();
    new StreamParser(XmlLimits.session(), elements).feed(stream, 0, stream.length);
    return elements.all;
  }

  @Override
  public void streamOpened(StreamHeader header) {}

  @Override
  public void element(Element element) {
    all.add(element);
  }

  @Override
  public void streamClosed() {}
}
