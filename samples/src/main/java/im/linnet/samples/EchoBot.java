package im.linnet.samples;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.tls.TlsPolicy;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Answers every chat message with the same words. */
public final class EchoBot {

  private static final String USAGE =
      """
      Usage: samples/run echo-bot --jid JID --password-file FILE
        --host HOST --port PORT   where to connect, instead of asking DNS
        --trust FILE              a PEM file of certificates to trust instead of the platform's
      Runs until it is interrupted or the connection is lost.\
      """;

  private EchoBot() {}

  /**
   * Runs the program.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    Options options =
        Options.of(
            arguments, Set.of(), Set.of("jid", "password-file", "host", "port", "trust"), USAGE);
    Outcome.of(() -> run(options));
  }

  private static void run(Options options) {
    ClientBuilder builder =
        XmppClient.builder(options.get("jid", ""))
            .sasl(Sasl.password(options.secret("password-file")));
    if (options.has("host")) {
      builder.endpoint(Endpoint.startTls(options.get("host", ""), options.number("port", 5222)));
    }
    if (options.has("trust")) {
      builder.tls(TlsPolicy.builder().trust(Path.of(options.get("trust", ""))).build());
    }
    XmppClient client = builder.build();
    CompletableFuture<Void> lost = new CompletableFuture<>();
    client.onMessage(message -> answer(client, message));
    client.onState(
        state -> {
          if (state instanceof ConnectionState.Disconnected gone && gone.cause() != null) {
            lost.completeExceptionally(gone.cause());
          }
        });
    System.out.println("Listening as " + client.connect().join().jid());
    client.send(Presence.available()).join();
    lost.join();
  }

  private static void answer(XmppClient client, Message message) {
    Jid from = message.from();
    String body = message.body();
    if (from != null && body != null && message.type() == Message.Type.CHAT) {
      client.send(Message.chat(from, body));
    }
  }
}
