package im.linnet.benchmarks.parser;

import com.ctc.wstx.osgi.InputFactoryProviderImpl;
import javax.xml.bind.Unmarshaller;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.events.XMLEvent;
import rocks.xmpp.core.session.XmppClient;

/** The work of the reader thread of Babbler's TCP connection, up to its JAXB objects. */
final class BabblerObjects implements Contestant {

  private final XMLInputFactory factory = new InputFactoryProviderImpl().createInputFactory();
  private final Unmarshaller unmarshaller;

  BabblerObjects() {
    try (XmppClient client = XmppClient.create("capulet.example")) {
      unmarshaller = client.createUnmarshaller();
    } catch (rocks.xmpp.core.XmppException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long read(byte[] stream, int chunk) throws Exception {
    XMLEventReader reader = factory.createXMLEventReader(new ChunkedInput(stream, chunk), "UTF-8");
    long sum = 0;
    int depth = 0;
    while (reader.hasNext()) {
      XMLEvent next = reader.peek();
      if (next.isStartElement() && depth == 1) {
        sum += unmarshaller.unmarshal(reader) == null ? 0 : 1;
        continue;
      }
      depth += next.isStartElement() ? 1 : 0;
      reader.nextEvent();
    }
    return sum;
  }
}
