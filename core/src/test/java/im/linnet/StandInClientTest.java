package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import im.linnet.testkit.peer.ScriptedPeer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What takes the place of a client: a framework's proxy, and a test's double. */
@Timeout(120)
class StandInClientTest {

  private static final Jid ROMEO = Jid.of("romeo@localhost");

  /** As of a lazy or scoped bean: the client is made when it is first called. */
  private static final class Lazy implements InvocationHandler {

    private final Supplier<XmppClient> maker;
    @Nullable XmppClient made;

    Lazy(Supplier<XmppClient> maker) {
      this.maker = maker;
    }

    @Override
    public @Nullable Object invoke(
        Object proxy, java.lang.reflect.Method method, Object @Nullable [] arguments)
        throws Throwable {
      XmppClient client = made == null ? maker.get() : made;
      made = client;
      try {
        return method.invoke(client, arguments);
      } catch (InvocationTargetException failure) {
        throw failure.getCause() == null ? failure : failure.getCause();
      }
    }
  }

  private static XmppClient standIn(InvocationHandler handler) {
    return (XmppClient)
        Proxy.newProxyInstance(
            XmppClient.class.getClassLoader(), new Class<?>[] {XmppClient.class}, handler);
  }

  @Test
  void a_proxy_connects_sends_and_closes_as_the_client_behind_it() throws Exception {
    try (ScriptedPeer peer =
        ScriptedPeer.listen()
            .script(
                s ->
                    s.then(LiveSession::login)
                        .expectLike("<message to='romeo@localhost'><body>Hello</body></message>")
                        .expectClose()
                        .close())) {
      Lazy lazy = new Lazy(() -> LiveSession.builder(peer.port()).build());
      try (XmppClient client = standIn(lazy)) {
        assertThat(lazy.made).as("made before it is called").isNull();
        CompletableFuture<Message> unused = new CompletableFuture<>();
        client.onMessage(unused::complete);
        assertThat(client.connect().get(20, TimeUnit.SECONDS).jid()).hasToString(LiveSession.JID);
        client.send(Message.chat(ROMEO, "Hello")).get(20, TimeUnit.SECONDS);
      }
      peer.await();
    }
  }

  @Test
  void a_double_notes_what_was_sent() {
    List<Stanza> sent = new ArrayList<>();
    XmppClient client =
        standIn(
            (proxy, method, arguments) -> {
              if (method.getName().equals("send") && arguments != null) {
                sent.add((Stanza) arguments[0]);
                return CompletableFuture.completedFuture(null);
              }
              throw new UnsupportedOperationException(method.getName());
            });

    greet(client);

    assertThat(sent)
        .singleElement()
        .isInstanceOfSatisfying(
            Message.class, message -> assertThat(message.body()).isEqualTo("Hello"));
  }

  /** Somebody's code, which is to be tested without a server. */
  private static void greet(XmppClient client) {
    client.send(Message.chat(ROMEO, "Hello")).join();
  }
}
