package im.linnet.benchmarks.encoder;

import com.ctc.wstx.osgi.InputFactoryProviderImpl;
import com.ctc.wstx.osgi.OutputFactoryProviderImpl;
import im.linnet.benchmarks.corpus.Corpus;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.bind.Marshaller;
import javax.xml.bind.Unmarshaller;
import javax.xml.stream.XMLStreamWriter;
import rocks.xmpp.core.session.XmppClient;
import rocks.xmpp.util.XmppUtils;

/** What the writer thread of Babbler's TCP connection does. */
final class BabblerWriter implements Contestant {

  private final CountedBytes out = new CountedBytes();
  private final List<Object> stanzas = new ArrayList<>();
  private final Marshaller marshaller;
  private final XMLStreamWriter writer;

  BabblerWriter(Corpus corpus) throws Exception {
    try (XmppClient client = XmppClient.create("capulet.example")) {
      marshaller = client.createMarshaller();
      marshaller.setProperty(Marshaller.JAXB_FRAGMENT, true);
      Unmarshaller unmarshaller = client.createUnmarshaller();
      for (String stanza : corpus.stanzas()) {
        StringReader xml = new StringReader(stanza.replaceFirst(" ", " xmlns='jabber:client' "));
        stanzas.add(
            unmarshaller.unmarshal(
                new InputFactoryProviderImpl().createInputFactory().createXMLStreamReader(xml)));
      }
    }
    writer =
        XmppUtils.createXmppStreamWriter(
            new OutputFactoryProviderImpl()
                .createOutputFactory()
                .createXMLStreamWriter(out, "UTF-8"));
    writer.writeStartElement("stream", "stream", "http://etherx.jabber.org/streams");
    writer.writeDefaultNamespace("jabber:client");
    writer.setDefaultNamespace("jabber:client");
  }

  @Override
  public long write() throws Exception {
    for (Object stanza : stanzas) {
      marshaller.marshal(stanza, writer);
      writer.flush();
    }
    return out.total();
  }
}
