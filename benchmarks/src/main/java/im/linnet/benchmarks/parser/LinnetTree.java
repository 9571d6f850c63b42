package im.linnet.benchmarks.parser;

import im.linnet.xml.Attribute;
import im.linnet.xml.Element;
import im.linnet.xml.Node;
import im.linnet.xml.StreamEvents;
import im.linnet.xml.StreamHeader;
import im.linnet.xml.StreamParser;
import im.linnet.xml.XmlLimits;
import java.util.List;

/** Linnet's parser, up to {@link Element}; each name, attribute and text is then read once. */
final class LinnetTree implements Contestant {

  @Override
  public long read(byte[] stream, int chunk) {
    Sum sum = new Sum();
    StreamParser parser = new StreamParser(XmlLimits.session(), sum);
    for (int at = 0; at < stream.length; at += chunk) {
      parser.feed(stream, at, Math.min(chunk, stream.length - at));
    }
    return sum.total;
  }

  private static final class Sum implements StreamEvents {
    private long total;

    @Override
    public void streamOpened(StreamHeader header) {}

    @Override
    public void element(Element element) {
      total += of(element);
    }

    @Override
    public void streamClosed() {}

    private static long of(Element element) {
      long sum = (long) element.name().length() + element.namespace().length();
      List<Attribute> attributes = element.attributes();
      for (int i = 0; i < attributes.size(); i++) {
        Attribute attribute = attributes.get(i);
        sum += attribute.name().length() + attribute.namespace().length();
        sum += attribute.value().length();
      }
      List<Node> nodes = element.nodes();
      for (int i = 0; i < nodes.size(); i++) {
        Node node = nodes.get(i);
        sum += node instanceof Element child ? of(child) : ((Node.Text) node).value().length();
      }
      return sum;
    }
  }
}
