package im.linnet.benchmarks.parser;

import java.util.Map;
import org.jivesoftware.smack.Smack;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.jivesoftware.smack.xml.SmackXmlParser;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.stax.StaxXmlPullParserFactory;
import org.jxmpp.JxmppContext;
import org.jxmpp.xml.splitter.Utf8ByteXmppXmlSplitter;
import org.jxmpp.xml.splitter.XmppElementCallback;
import org.jxmpp.xml.splitter.XmppXmlSplitter;

/**
 * The work of Smack's modular, non-blocking connection: it splits the stream into stanzas and
 * parses each.
 */
final class SmackModularStanzas implements Contestant {

  private static final JxmppContext JXMPP = JxmppContext.getDefaultContext();

  /** The element that the connection puts around each stanza. */
  private static final String OPEN =
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

  private static final String CLOSE = "</stream:stream>";
  private static final int LARGEST_STANZA = 4 * 1024 * 1024;

  SmackModularStanzas() {
    Smack.ensureInitialized();
    SmackXmlParser.setXmlPullParserFactory(new StaxXmlPullParserFactory());
  }

  @Override
  public long read(byte[] stream, int chunk) throws Exception {
    Callback callback = new Callback();
    try (var splitter =
        new Utf8ByteXmppXmlSplitter(
            new XmppXmlSplitter(LARGEST_STANZA, callback, null, null, null))) {
      for (int at = 0; at < stream.length; at += chunk) {
        splitter.write(stream, at, Math.min(chunk, stream.length - at));
      }
    }
    return callback.sum;
  }

  private static final class Callback implements XmppElementCallback {
    private final XmlEnvironment environment = new XmlEnvironment("en", "jabber:client");
    private long sum;

    @Override
    public void streamOpened(String prefix, Map<String, String> attributes) {}

    @Override
    public void onCompleteElement(String element) {
      try {
        var parser = PacketParserUtils.getParserFor(OPEN + element + CLOSE);
        while (parser.next() != XmlPullParser.Event.START_ELEMENT) {
          // Up to the stanza.
        }
        sum += PacketParserUtils.parseStanza(parser, environment, JXMPP).getExtensions().size();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void streamClosed() {}
  }
}
