package im.linnet.benchmarks.encoder;

import im.linnet.benchmarks.corpus.Corpus;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.smack.Smack;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.jivesoftware.smack.util.XmlStringBuilder;
import org.jivesoftware.smack.xml.SmackXmlParser;
import org.jivesoftware.smack.xml.stax.StaxXmlPullParserFactory;
import org.jxmpp.JxmppContext;

/** The work of the writer thread of Smack's classic TCP connection. */
final class SmackWriter implements Contestant {

  private final CountedBytes out = new CountedBytes();
  private final Writer writer =
      new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  private final XmlEnvironment environment = new XmlEnvironment("en", "jabber:client");
  private final List<Stanza> stanzas = new ArrayList<>();

  SmackWriter(Corpus corpus) throws Exception {
    Smack.ensureInitialized();
    SmackXmlParser.setXmlPullParserFactory(new StaxXmlPullParserFactory());
    JxmppContext jxmpp = JxmppContext.getDefaultContext();
    for (String stanza : corpus.stanzas()) {
      var parser =
          PacketParserUtils.getParserFor(stanza.replaceFirst(" ", " xmlns='jabber:client' "));
      stanzas.add(PacketParserUtils.parseStanza(parser, environment, jxmpp));
    }
  }

  @Override
  public long write() throws IOException {
    for (Stanza stanza : stanzas) {
      if (stanza.toXML(environment) instanceof XmlStringBuilder xml) {
        xml.write(writer, environment);
      } else {
        writer.write(stanza.toXML(environment).toString());
      }
      writer.flush();
    }
    return out.total();
  }
}
