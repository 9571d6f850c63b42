package im.linnet.samples;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.roster.Contact;
import im.linnet.roster.Roster;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.messenger.MessengerOauth2;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stream.BoundStream;
import im.linnet.stream.Endpoint;
import im.linnet.tls.TlsPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A whole session with the Messenger service, against a stand-in for it unless {@code --host} or
 * {@code --domain} names a real one.
 */
public final class Messenger {

  private static final String USAGE =
      """
      Usage: samples/run messenger [options]
      Without options, a stand-in for the service runs inside this program.
        --domain DOMAIN       the service's domain (messenger.live.com), looked up in DNS
        --host HOST           where to connect, instead of asking DNS
        --port PORT           its port (5222)
        --token-file FILE     the access token, on the first line
        --trust FILE          a PEM file of certificates to trust instead of the platform's
        --to JID              whom to send a message to; by default the first contact
        --wire                show the XML, without secrets""";

  private Messenger() {}

  /**
   * Runs the program.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    Options options =
        Options.of(
            arguments,
            Set.of("wire"),
            Set.of("domain", "host", "port", "token-file", "trust", "to"),
            USAGE);
    Outcome.of(
        () -> {
          if (options.has("host") || options.has("domain")) {
            session(options, realService(options));
          } else {
            try (StandIn standIn = StandIn.start()) {
              session(options, standIn.client(options));
            }
          }
        });
  }

  /** A client of a service that runs somewhere. */
  private static ClientBuilder realService(Options options) {
    String domain = options.get("domain", MessengerProfile.DOMAIN);
    ClientBuilder builder =
        XmppClient.builder(domain)
            .sasl(Sasl.of(MessengerOauth2.token(options.secret("token-file"))));
    if (options.has("host")) {
      builder.endpoint(Endpoint.startTls(options.get("host", ""), options.number("port", 5222)));
    }
    if (options.has("trust")) {
      builder.tls(TlsPolicy.builder().trust(Path.of(options.get("trust", ""))).build());
    }
    return builder;
  }

  private static void session(Options options, ClientBuilder builder) throws Exception {
    Timeline timeline = new Timeline();
    builder.profile(MessengerProfile.standard()).with(Roster::new).onProgress(timeline::note);
    if (options.has("wire")) {
      builder.onWire(
          event -> System.out.println((event.outgoing() ? "  > " : "  < ") + event.xml()));
    }
    XmppClient client = builder.build();

    BoundStream stream = client.connect().join();
    timeline.note(
        "Signed in by %s over %s as %s"
            .formatted(stream.mechanism(), stream.tlsProtocol(), stream.jid()));

    List<Contact> contacts = client.get(Roster.class).load().join();
    client.send(Presence.available()).join();
    timeline.note("Available; %d contacts:".formatted(contacts.size()));
    contacts.forEach(
        contact -> timeline.note("  %s <%s>".formatted(contact.displayName(), contact.jid())));

    String named = options.get("to");
    if (named != null || !contacts.isEmpty()) {
      chat(client, named == null ? contacts.get(0).jid() : Jid.of(named), timeline);
    }
    client.close().join();
    timeline.note("Closed");
  }

  private static void chat(XmppClient client, Jid to, Timeline timeline) throws Exception {
    CompletableFuture<Message> answer = new CompletableFuture<>();
    client.onMessage(
        message -> {
          if (message.body() != null) {
            answer.complete(message);
          }
        });
    client.send(Message.chat(to, "Hello from Linnet")).join();
    timeline.note("Sent “Hello from Linnet” to " + to);
    timeline.note("Received “%s”".formatted(answer.get(10, TimeUnit.SECONDS).body()));
  }
}
