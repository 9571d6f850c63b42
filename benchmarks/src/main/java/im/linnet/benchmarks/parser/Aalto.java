package im.linnet.benchmarks.parser;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Aalto's non-blocking parser, fed as bytes arrive. */
final class Aalto {

  /** Receives each event. */
  interface Events {
    void event(int event, XMLStreamReader reader) throws XMLStreamException;
  }

  private final InputFactoryImpl factory = new InputFactoryImpl();

  Aalto() {
    factory.configureForSpeed();
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
  }

  void read(byte[] stream, int chunk, Events events) throws XMLStreamException {
    AsyncXMLStreamReader<AsyncByteArrayFeeder> reader = factory.createAsyncForByteArray();
    for (int at = 0; at < stream.length; at += chunk) {
      reader.getInputFeeder().feedInput(stream, at, Math.min(chunk, stream.length - at));
      int event = reader.next();
      while (event != AsyncXMLStreamReader.EVENT_INCOMPLETE) {
        events.event(event, reader);
        event = reader.next();
      }
    }
    reader.close();
  }
}
