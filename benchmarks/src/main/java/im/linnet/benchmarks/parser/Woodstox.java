package im.linnet.benchmarks.parser;

import com.ctc.wstx.osgi.InputFactoryProviderImpl;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/** Woodstox, which blocks: in a client each stream would need its own thread. */
final class Woodstox {

  private final XMLInputFactory2 factory = new InputFactoryProviderImpl().createInputFactory();

  Woodstox() {
    factory.configureForSpeed();
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
  }

  XMLStreamReader reader(byte[] stream, int chunk) throws XMLStreamException {
    return factory.createXMLStreamReader(new ChunkedInput(stream, chunk), "UTF-8");
  }
}
