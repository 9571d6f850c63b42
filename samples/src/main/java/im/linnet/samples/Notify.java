package im.linnet.samples;

import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.jid.Jid;
import im.linnet.rooms.Rooms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Sends a line, or standard input, to a person or a room; or what Alertmanager and Grafana report.
 */
public final class Notify {

  private static final String USAGE =
      """
      Usage: samples/run notify --jid JID (--to JID | --room JID) [options]
      """
          + Account.USAGE
          + """
            --to JID                  the person to write to
            --room JID --nick NICK    the room to write to, which is made if there is none; the nickname (notify)
            --text TEXT               what to say; else all of standard input, cut after 10000 characters
            --webhook PORT            instead, runs until it is interrupted and passes on what Alertmanager
                                      and Grafana send to http://127.0.0.1:PORT/
            --address ADDRESS         where to listen instead; needs --token-file
            --token-file FILE         a token that they have to send, as “Authorization: Bearer TOKEN”
          Exit codes:
            0  the server has acknowledged the text, or the room has passed it on
            2  the command line is wrong
            3  there was no connection, or the server is busy: try again later
            4  the account was not let in
            5  the server, the person or the room refused it: trying again does not help
            6  sent, but nobody knows whether it arrived: trying again may show it twice
            1  anything else\
          """;

  private static final List<Option> OPTIONS =
      Account.options(
          Option.jid("to"),
          Option.jid("room"),
          Option.text("nick"),
          Option.text("text"),
          Option.number("webhook", 0, 65_535),
          Option.host("address"),
          Option.input("token-file"));

  private static final int MAX_INPUT = 4 * PlainText.MAX_CHARACTERS + 4;

  private Notify() {}

  /**
   * Runs the program.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    Outcome.of(arguments, USAGE, OPTIONS, Notify::run, failure -> ExitCode.of(failure).number());
  }

  private static void run(Options options) throws IOException {
    options
        .one("to", "room")
        .with("nick", "room")
        .with("address", "webhook")
        .with("token-file", "webhook");
    if (options.has("webhook")) {
      options.without("webhook", "text");
      if (options.has("address")) {
        options.needing("token-file");
      }
      serve(options);
    } else {
      String text = options.has("text") ? options.get("text", "") : input();
      if (text.isBlank()) {
        throw new UsageException("There is nothing to say: --text and standard input are empty");
      }
      say(options, text);
    }
  }

  private static String input() throws IOException {
    return new String(System.in.readNBytes(MAX_INPUT), StandardCharsets.UTF_8);
  }

  private static void say(Options options, String text) {
    XmppClient client = Account.client(options).with(Rooms::new).build();
    // Ctrl-C closes the stream; else the server would keep it for a resumption that never comes.
    Runtime.getRuntime().addShutdownHook(new Thread(client::close));
    client.connect().join();
    notifier(client, options).send(text).join();
  }

  private static void serve(Options options) throws IOException {
    String token = options.has("token-file") ? options.secret("token-file") : null;
    XmppClient client =
        Account.client(options).with(Rooms::new).reconnect(ReconnectPolicy.standard()).build();
    Runtime.getRuntime().addShutdownHook(new Thread(client::close));
    CompletableFuture<Void> lost = new CompletableFuture<>();
    client.onState(
        state -> {
          if (state instanceof ConnectionState.Disconnected gone && gone.cause() != null) {
            lost.completeExceptionally(gone.cause());
          }
        });
    client.connect().join();
    Notifier notifier = notifier(client, options);
    try (Webhook webhook =
        Webhook.listen(
            options.get("address", "127.0.0.1"),
            options.number("webhook", 0),
            token,
            notifier::send)) {
      System.out.println("Listening at " + webhook.url());
      lost.join();
    }
  }

  private static Notifier notifier(XmppClient client, Options options) {
    return options.has("room")
        ? Notifier.toRoom(client, Jid.of(options.get("room", "")), options.get("nick", "notify"))
        : Notifier.toPerson(client, Jid.of(options.get("to", "")));
  }
}
