package im.linnet.samples;

import im.linnet.XmppClient;
import im.linnet.component.Component;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Answers every message to any address of a domain, as a component of a server (XEP-0114). */
public final class EchoComponent {

  private static final String USAGE =
      """
      Usage: samples/run component --domain DOMAIN --secret-file FILE
        --port PORT   the server's port for components, at 127.0.0.1 (5347)
      The server has to know the domain and the secret. Prosody:
        Component "echo.example.com"
          component_secret = "..."
      ejabberd, under listen:
        - {port: 5347, ip: "127.0.0.1", module: ejabberd_service,
           hosts: {echo.example.com: {password: "..."}}}
      Runs until it is interrupted, also while the server is restarted.\
      """;

  private static final List<Option> OPTIONS =
      List.of(Option.domain("domain"), Option.input("secret-file"), Option.port(1));

  private EchoComponent() {}

  /**
   * Runs the program.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    Outcome.of(arguments, USAGE, OPTIONS, EchoComponent::run);
  }

  private static void run(Options options) {
    String domain = options.needing("domain", "secret-file").get("domain", "");
    int port = options.number("port", Component.PORT);
    XmppClient component =
        Component.builder(domain, options.secret("secret-file"), port)
            .reconnect(ReconnectPolicy.standard())
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(component::close));
    CompletableFuture<Void> lost = new CompletableFuture<>();
    component.onMessage(message -> answer(component, message));
    component.onState(
        state -> {
          if (state instanceof ConnectionState.Disconnected gone && gone.cause() != null) {
            lost.completeExceptionally(gone.cause());
          }
        });
    System.out.println("Listening as anybody@" + component.connect().join().jid());
    lost.join();
  }

  private static void answer(XmppClient component, Message message) {
    Jid from = message.from();
    String body = message.body();
    if (from != null && body != null && message.type() == Message.Type.CHAT) {
      component.send(Message.chat(from, body).toBuilder().from(message.to()).build());
    }
  }
}
