package im.linnet.csi;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.ConnectionState;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.net.Cut;
import im.linnet.testkit.net.FaultProxy;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What real servers hold back from a client that nobody looks at (XEP-0352). */
@Timeout(120)
class InactiveIT {

  @Nested
  class Prosody extends Against {
    Prosody() {
      super(ProsodyServer.builder());
    }
  }

  @Nested
  class Ejabberd extends Against {
    Ejabberd() {
      super(EjabberdServer.builder());
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {

    private static final int MANY = 40;
    private static final Jid A = Jid.of("a@localhost");

    @RegisterExtension final ServerExtension<RealServer> running;

    Against(RealServer.Builder settings) {
      running = ServerUser.serverWith(settings, "a", "b");
    }

    private User user(String name) {
      return User.of(new ServerUser(running.server(), name).builder());
    }

    private static Stanza presence(String id) {
      return Presence.available().toBuilder().to(A).id(id).build();
    }

    private static Stanza chatState(String id) {
      return Message.builder(A)
          .type(Message.Type.CHAT)
          .id(id)
          .payload(Element.of("composing", "http://jabber.org/protocol/chatstates"))
          .build();
    }

    /** The server says nothing when it has read that nobody looks, so some may still come. */
    private static void assertHeldBack(User idle, User busy, User other, String kind)
        throws Exception {
      String last = "";
      for (int i = 0; i < MANY; i++) {
        last = kind + i;
        other.client.deliver(dull(kind, last)).get(10, TimeUnit.SECONDS);
        assertThat(busy.next()).as("of who looks").isEqualTo(last);
      }
      assertThat(idle.received).hasSizeLessThan(MANY / 2);
      idle.client.active();
      String next = idle.next();
      while (!next.equals(last)) {
        next = idle.next();
      }
    }

    private static Stanza dull(String kind, String id) {
      return kind.equals("presence") ? presence(id) : chatState(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"presence", "chat state"})
    void is_held_back_until_somebody_looks(String kind) throws Exception {
      try (User idle = user("a");
          User busy = user("a");
          User other = user("b")) {
        idle.connect();
        busy.connect();
        other.connect();
        idle.client.inactive();
        assertHeldBack(idle, busy, other, kind);
      }
    }

    /** A stream begins active, a resumed one too: the client has to say it again. */
    @Test
    void is_held_back_after_resuming_too() throws Exception {
      try (FaultProxy line = FaultProxy.to(running.server().starttlsPort());
          User idle = User.of(new ServerUser(running.server(), "a").builder(line.port()));
          User busy = user("a");
          User other = user("b")) {
        idle.connect();
        busy.connect();
        other.connect();
        idle.client.inactive();
        line.cut(Cut.RST);
        assertThat(idle.resumed.poll(20, TimeUnit.SECONDS)).isTrue();
        assertHeldBack(idle, busy, other, "presence");
      }
    }
  }

  /** A client, and the ids of what b sent it. */
  private record User(
      XmppClient client, BlockingQueue<String> received, BlockingQueue<Boolean> resumed)
      implements AutoCloseable {

    static User of(ClientBuilder builder) {
      XmppClient client = builder.reconnect(outage -> Duration.ZERO).build();
      User user = new User(client, new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>());
      client.onPresence(user::received);
      client.onMessage(user::received);
      client.onState(
          state -> {
            if (state instanceof ConnectionState.Connected connected
                && connected.stream().resumed()) {
              user.resumed.add(true);
            }
          });
      return user;
    }

    private void received(Stanza stanza) {
      Jid from = stanza.from();
      if (from != null && "b".equals(from.local()) && stanza.id() != null) {
        received.add(stanza.id());
      }
    }

    void connect() throws Exception {
      client.connect().get(20, TimeUnit.SECONDS);
      client.deliver(Presence.available()).get(10, TimeUnit.SECONDS);
    }

    String next() throws InterruptedException {
      String id = received.poll(20, TimeUnit.SECONDS);
      assertThat(id).as("the id of what b sent").isNotNull();
      return id;
    }

    @Override
    public void close() {
      client.shutdown().join();
    }
  }
}
