package im.linnet.testkit.small;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.RawClient;
import im.linnet.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** The steps of clients and components of raw text. Passwords are the users' names. */
final class Walk {
  static final TestCertificates AUTHORITY = TestCertificates.create();
  static final String JULIET = "juliet@localhost";
  static final String ROMEO = "romeo@localhost";
  static final String GATEWAY = "msn.localhost";
  static final String BOTH = "<item jid='romeo@localhost' subscription='both'/>";

  private Walk() {}

  static SmallServerBuilder server() {
    return SmallServer.builder()
        .authority(AUTHORITY)
        .user("juliet", "juliet")
        .user("romeo", "romeo")
        .component(GATEWAY, "secret");
  }

  /** Up to the features under TLS. */
  static RawClient secure(SmallServer server) throws IOException {
    RawClient client = RawClient.connect(server.starttlsPort()).header("localhost");
    client.readTo("</stream:features>");
    client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>").readTo("/>");
    client.startTls(AUTHORITY.clientContext()).header("localhost").readTo("</stream:features>");
    return client;
  }

  static RawClient plain(RawClient client, String name, String password) throws IOException {
    byte[] message = ("\0" + name + "\0" + password).getBytes(StandardCharsets.UTF_8);
    return client.send(
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
            + Base64.getEncoder().encodeToString(message)
            + "</auth>");
  }

  /** Up to the session, whose resource is the first letter of the name. */
  static RawClient bind(SmallServer server, String name) throws IOException {
    return bind(server, name, name.substring(0, 1));
  }

  static RawClient bind(SmallServer server, String name, String resource) throws IOException {
    RawClient client = plain(secure(server), name, name);
    client.readTo("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
    client.header("localhost").readTo("</stream:features>");
    client.send(
        "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>"
            + resource
            + "</resource></bind></iq>");
    client.readTo("</iq>");
    return client;
  }

  /** With the roster, which is empty. */
  static RawClient interested(SmallServer server, String name) throws IOException {
    RawClient client = bind(server, name);
    client.send("<iq type='get' id='g'><query xmlns='jabber:iq:roster'/></iq>");
    client.readTo("</iq>");
    return client;
  }

  /** With the roster, and available; both without contacts. */
  static RawClient online(SmallServer server, String name) throws IOException {
    RawClient client = interested(server, name);
    client.send("<presence/>").readTo("/>");
    return client;
  }

  /** Juliet and Romeo are subscribed to each other, and both have seen all that this sends. */
  static void befriend(RawClient juliet, RawClient romeo) throws IOException {
    juliet.send("<presence type='subscribe' to='romeo@localhost'/>");
    romeo.readTo("type='subscribe' to='romeo@localhost' from='juliet@localhost'/>");
    romeo.send("<presence type='subscribed' to='juliet@localhost'/>");
    romeo.send("<presence type='subscribe' to='juliet@localhost'/>");
    juliet.readTo("type='subscribe' to='juliet@localhost' from='romeo@localhost'/>");
    juliet.send("<presence type='subscribed' to='romeo@localhost'/>");
    juliet.readTo("subscription='both'/></query></iq>");
    romeo.readTo("<presence from='juliet@localhost/j' to='romeo@localhost'/>");
    sync(juliet);
    sync(romeo);
  }

  /** Reads all that was sent to the client before. */
  static String sync(RawClient client) throws IOException {
    String marker = "<iq type='result' id='sync' from='localhost'";
    client.send("<iq type='get' id='sync' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
    String read = client.readTo(marker);
    client.readTo("/>");
    return read.substring(0, read.length() - marker.length());
  }

  static void expect(RawClient client, String... xml) throws IOException {
    for (String each : xml) {
      assertThat(client.read(each.length())).isEqualTo(each);
    }
  }

  /** A component, connected and known. */
  static RawClient attach(SmallServer server, String host, String secret) throws IOException {
    RawClient component = header(server, host);
    String id = component.readTo("from='" + host + "'>").replaceAll("(?s).* id='([^']*)'.*", "$1");
    byte[] digest = ScramHash.SHA_1.hash((id + secret).getBytes(StandardCharsets.UTF_8));
    return component.send("<handshake>" + HexFormat.of().formatHex(digest) + "</handshake>");
  }

  static RawClient gateway(SmallServer server) throws IOException {
    RawClient component = attach(server, GATEWAY, "secret");
    expect(component, "<handshake/>");
    return component;
  }

  static RawClient header(SmallServer server, String host) throws IOException {
    return RawClient.connect(server.componentPort())
        .send(
            "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept'"
                + " xmlns:stream='http://etherx.jabber.org/streams' to='"
                + host
                + "'>");
  }
}
