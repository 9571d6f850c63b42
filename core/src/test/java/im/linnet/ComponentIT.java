package im.linnet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A component of a real server (XEP-0114), on what core exports alone. */
@Timeout(120)
class ComponentIT {

  private static final String HOST = "bots.localhost";
  private static final Jid ECHO = Jid.of("echo@" + HOST);

  @RegisterExtension
  static final ServerExtension<RealServer> RUNNING =
      ServerUser.serverWith(ProsodyServer.builder().component(HOST, "handshake0secret"), "a");

  private static XmppClient component(String secret) {
    int port = ((ProsodyServer) RUNNING.server()).componentPort();
    return ComponentHandshake.component(HOST, secret)
        .endpoint(Endpoint.startTls("127.0.0.1", port))
        .tls(TlsPolicy.builder().insecurelyAllowClearText().build())
        .build();
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static XmppClient user() {
    return new ServerUser(RUNNING.server(), "a").builder().build();
  }

  @Test
  void bots_talk_with_a_user() throws Exception {
    BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    BlockingQueue<Message> reached = new LinkedBlockingQueue<>();
    try (XmppClient bots = component("handshake0secret");
        XmppClient user = user()) {
      bots.onMessage(
          message -> {
            reached.add(message);
            bots.send(
                Message.chat(requireNonNull(message.from()), requireNonNull(message.body()))
                    .toBuilder()
                    .from(message.to())
                    .build());
          });
      user.onMessage(heard::add);
      assertThat(await(bots.connect()).jid()).isEqualTo(Jid.of(HOST));
      await(user.connect());
      Message inside = Message.chat(Jid.of("b@localhost"), "Inside");
      await(
          user.send(
              Message.chat(ECHO, "Hello").toBuilder()
                  .payload(
                      Element.builder("forwarded", "urn:xmpp:forward:0")
                          .child(inside.element())
                          .build())
                  .build()));
      Message echo = requireNonNull(heard.poll(20, TimeUnit.SECONDS));
      assertThat(echo.from()).isEqualTo(ECHO);
      assertThat(echo.body()).isEqualTo("Hello");
      Element forwarded =
          requireNonNull(
              requireNonNull(reached.poll()).element().child("forwarded", "urn:xmpp:forward:0"));
      assertThat(Stanza.of(forwarded.children().get(0)))
          .isInstanceOfSatisfying(
              Message.class, message -> assertThat(message.body()).isEqualTo("Inside"));
    }
  }

  @Test
  void each_side_asks_the_other() throws Exception {
    try (XmppClient bots = component("handshake0secret");
        XmppClient user = user()) {
      bots.onRequest(
          Iq.Type.GET, "q", "test:q", request -> Reply.result(Element.of("bot", "test:q")).now());
      user.onRequest(
          Iq.Type.GET, "q", "test:q", request -> Reply.result(Element.of("user", "test:q")).now());
      await(bots.connect());
      await(user.connect());
      Iq answer = await(user.request(Iq.get(ECHO, Element.of("q", "test:q"))));
      assertThat(answer.from()).isEqualTo(ECHO);
      assertThat(requireNonNull(answer.payload()).name()).isEqualTo("bot");
      Iq question = Iq.get(user.address(), Element.of("q", "test:q")).withFrom(ECHO);
      Iq reply = await(bots.request(question));
      assertThat(reply.to()).isEqualTo(ECHO);
      assertThat(requireNonNull(reply.payload()).name()).isEqualTo("user");
    }
  }

  @Test
  void a_wrong_secret_is_refused() {
    try (XmppClient bots = component("wrong")) {
      assertThat(bots.connect())
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              StreamException.class,
              why -> assertThat(why.error().condition()).isEqualTo(Condition.NOT_AUTHORIZED));
    }
  }
}
