package im.linnet.benchmarks.peers;

import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.tls.TlsPolicy;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Linnet: clients share their resources, the TLS policy and the {@code Sasl} value. */
final class Linnet implements Contestant {

  private static final Element PING = Element.of("ping", "urn:xmpp:ping");

  private final ClientResources resources = ClientResources.create();
  private final Sasl password = Sasl.password(Target.PASSWORD);
  private @Nullable TlsPolicy policy;

  @Override
  public Session login(Target target) {
    ClientBuilder builder =
        XmppClient.builder(target.account())
            .resources(resources)
            .endpoint(Endpoint.startTls("127.0.0.1", target.port()))
            .sasl(target.user() == null ? Sasl.anonymous() : password)
            .tls(policy(target));
    XmppClient client = builder.build();
    return new LinnetSession(client, client.connect().join());
  }

  private TlsPolicy policy(Target target) {
    TlsPolicy known = policy;
    if (known == null) {
      TlsPolicy.Builder builder = TlsPolicy.builder();
      known =
          target.anchor() == null
              ? builder.insecurelyAllowClearText().build()
              : builder.trust(target.anchor()).build();
      policy = known;
    }
    return known;
  }

  /** One client. */
  private record LinnetSession(XmppClient client, BoundStream stream) implements Session {

    /** The most messages that wait at a time; fewer than the outbox holds. */
    private static final int WINDOW = 2_000;

    @Override
    public String address() {
      return stream.jid().toString();
    }

    @Override
    public void ping() {
      client.request(Iq.get(stream.jid().domainJid(), PING)).join();
    }

    @Override
    public void send(String to, int count) {
      Jid receiver = Jid.of(to);
      CompletableFuture<Void> before = CompletableFuture.completedFuture(null);
      CompletableFuture<Void> last = before;
      for (int number = 0; number < count; number++) {
        if (number % WINDOW == 0) {
          before.join();
          before = last;
        }
        last = client.send(Message.chat(receiver, Session.body(number)));
      }
      last.join();
    }

    @Override
    public void onMessage(Consumer<String> bodies) {
      client.onMessage(
          message -> {
            String body = message.body();
            if (body != null) {
              bodies.accept(body);
            }
          });
    }

    @Override
    public void logout() {
      client.shutdown().join();
    }
  }
}
