package im.linnet.samples;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError;
import im.linnet.tls.TlsPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Chat from the terminal: each line is sent to one contact; incoming messages and failed deliveries
 * are printed.
 */
public final class Chat {

  private static final String USAGE =
      """
      Usage: samples/run chat --jid JID --password-file FILE --to JID
        --host HOST --port PORT   where to connect, instead of asking DNS
        --direct-tls              TLS from the first byte (XEP-0368) instead of STARTTLS
        --trust FILE              a PEM file of certificates to trust instead of the platform's
        --plain                   allow the mechanism PLAIN, for servers that have no SCRAM
        --wire                    show the XML, without secrets
      Each line of standard input is sent; the end of input ends the program.\
      """;

  private static final List<Option> OPTIONS =
      List.of(
          Option.account("jid"),
          Option.input("password-file"),
          Option.jid("to"),
          Option.host(),
          Option.port(1),
          Option.flag("direct-tls"),
          Option.input("trust"),
          Option.flag("plain"),
          Option.flag("wire"));

  private Chat() {}

  /**
   * Runs the program.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    Outcome.of(arguments, USAGE, OPTIONS, Chat::chat);
  }

  private static void chat(Options options) throws IOException {
    options.needing("jid", "password-file", "to").with("port", "host").with("direct-tls", "host");
    XmppClient client = client(options);
    // Ctrl-C closes the stream; else the server would keep it for a resumption that never comes.
    Runtime.getRuntime().addShutdownHook(new Thread(client::close));
    client.onMessage(message -> print(message));
    BoundStream stream = client.connect().join();
    System.out.printf(
        "Connected as %s by %s%s, %s%s%n",
        stream.jid(),
        stream.mechanism(),
        "urn:xmpp:sasl:2".equals(stream.signInProtocol()) ? " within SASL2" : "",
        stream.tlsProtocol(),
        stream.managed() ? ", acknowledged" : "");
    client.send(Presence.available()).join();
    send(client, Jid.of(options.get("to", "")));
    client.close();
    System.out.println("Closed");
  }

  private static XmppClient client(Options options) {
    var sasl = Sasl.password(options.secret("password-file"));
    ClientBuilder builder =
        XmppClient.builder(options.get("jid", ""))
            .sasl(options.has("plain") ? sasl.allowPlain() : sasl);
    String host = options.get("host");
    if (host != null) {
      builder.endpoint(
          options.has("direct-tls")
              ? Endpoint.directTls(host, options.number("port", 5223))
              : Endpoint.startTls(host, options.number("port", 5222)));
    }
    String trusted = options.get("trust");
    if (trusted != null) {
      builder.tls(TlsPolicy.builder().trust(Path.of(trusted)).build());
    }
    if (options.has("wire")) {
      builder.onWire(event -> System.out.println((event.outgoing() ? "> " : "< ") + event.xml()));
    }
    return builder.build();
  }

  private static void send(XmppClient client, Jid to) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      client.send(Message.chat(to, line)).join();
    }
  }

  private static void print(Message message) {
    StanzaError error = message.error();
    if (error != null) {
      System.out.printf("Not delivered to %s: %s%n", message.from(), reason(error));
    } else if (message.body() != null) {
      System.out.printf("%s: %s%n", message.from(), message.body());
    }
  }

  private static String reason(StanzaError error) {
    return error.text() == null
        ? error.conditionName()
        : error.conditionName() + " (" + error.text() + ")";
  }
}
