package im.linnet.benchmarks.parser;

import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jivesoftware.smack.Smack;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.jivesoftware.smack.xml.SmackXmlParser;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.stax.StaxXmlPullParserFactory;
import org.jxmpp.JxmppContext;

/** The work of the reader thread of Smack's classic TCP connection, up to its stanzas. */
final class SmackStanzas implements Contestant {

  private static final JxmppContext JXMPP = JxmppContext.getDefaultContext();

  SmackStanzas() {
    Smack.ensureInitialized();
    SmackXmlParser.setXmlPullParserFactory(new StaxXmlPullParserFactory());
  }

  @Override
  public long read(byte[] stream, int chunk) throws Exception {
    XmlPullParser parser =
        SmackXmlParser.newXmlParser(
            new InputStreamReader(new ChunkedInput(stream, chunk), StandardCharsets.UTF_8));
    while (parser.next() != XmlPullParser.Event.START_ELEMENT) {
      // Up to the header.
    }
    XmlEnvironment environment = XmlEnvironment.from(parser);
    long sum = 0;
    XmlPullParser.Event event = parser.next();
    while (event != XmlPullParser.Event.END_ELEMENT) {
      if (event == XmlPullParser.Event.START_ELEMENT) {
        Stanza stanza = PacketParserUtils.parseStanza(parser, environment, JXMPP);
        sum += stanza.getExtensions().size();
      }
      event = parser.next();
    }
    return sum;
  }
}
