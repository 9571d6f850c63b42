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
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Answers every chat message with the same text. */
public final class EchoBot {

  private static final String USAGE =
      """
      Usage: samples/run echo-bot --jid JID --password-file FILE
        --host HOST --port PORT   where to connect, instead of asking DNS
        --trust FILE              a PEM file of certificates to trust instead of the platform's
      Runs until it is interrupted or the connection is lost.\
      """;

  private static final List<Option> OPTIONS =
      List.of(
          Option.account("jid"),
          Option.input("password-file"),
          Option.host(),
          Option.port(1),
          Option.input("trust"));

  private EchoBot() {}

  /**
   * Runs the program.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    Outcome.of(arguments, USAGE, OPTIONS, EchoBot::run);
  }

  private static void run(Options options) {
    options.needing("jid", "password-file").with("port", "host");
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
    // Ctrl-C closes the stream; else the server would keep it for a resumption that never comes.
    Runtime.getRuntime().addShutdownHook(new Thread(client::close));
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
