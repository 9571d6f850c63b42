package im.linnet.fuzz.targets;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.linnet.xml.Element;
import im.linnet.xml.StreamEvents;
import im.linnet.xml.StreamHeader;
import im.linnet.xml.StreamParseException;
import im.linnet.xml.StreamParser;
import im.linnet.xml.XmlLimits;
import java.util.ArrayList;
import java.util.List;

/** The elements of an input, as a peer could send them on a stream. */
public final class Fragments {

  private static final byte[] HEADER =
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
          .getBytes(UTF_8);

  private Fragments() {}

  /**
   * Reads elements.
   *
   * @param input children of a stream
   * @return the elements before the first fault
   */
  public static List<Element> read(byte[] input) {
    List<Element> elements = new ArrayList<>();
    StreamParser parser = new StreamParser(XmlLimits.session(), new Collector(elements));
    parser.feed(HEADER, 0, HEADER.length);
    try {
      parser.feed(input, 0, input.length);
    } catch (StreamParseException fault) {
      // What came before it counts.
    }
    return elements;
  }

  private record Collector(List<Element> elements) implements StreamEvents {
    @Override
    public void streamOpened(StreamHeader header) {}

    @Override
    public void element(Element element) {
      elements.add(element);
    }

    @Override
    public void streamClosed() {}
  }
}
