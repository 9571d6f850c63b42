package im.linnet.registration;

import im.linnet.xml.Element;
import im.linnet.xml.StreamEvents;
import im.linnet.xml.StreamHeader;
import im.linnet.xml.StreamParser;
import im.linnet.xml.XmlLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** XML as it comes in a stream. */
final class Parsed {

  private Parsed() {}

  static Element element(String xml) {
    List<Element> elements = new ArrayList<>();
    StreamParser parser =
        new StreamParser(
            XmlLimits.session(),
            new StreamEvents() {
              @Override
              public void streamOpened(StreamHeader header) {}

              @Override
              public void element(Element element) {
                elements.add(element);
              }

              @Override
              public void streamClosed() {}
            });
    String stream =
        "<s:stream xmlns='jabber:client' xmlns:s='http://etherx.jabber.org/streams'>" + xml;
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    parser.feed(bytes, 0, bytes.length);
    return elements.get(0);
  }
}
