package im.linnet.csi;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.fixtures.ServerUser;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.net.Cut;
import im.linnet.testkit.net.FaultProxy;
import im.linnet.testkit.server.LiveServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.testkit.server.ServerKind;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
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
class ClientStateIT {

  @Nested
  class Prosody extends Against {
    Prosody() {
      super(ServerKind.PROSODY);
    }
  }

  @Nested
  class Ejabberd extends Against {
    Ejabberd() {
      super(ServerKind.EJABBERD);
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {

    private static final int MANY = 40;

    @RegisterExtension final ServerExtension<LiveServer> running;

    private int pairs;
    private ServerUser a;
    private ServerUser b;

    Against(ServerKind kind) {
      running = ServerExtension.shared(kind);
    }

    /** Two users of this test alone. */
    @BeforeEach
    void addUsers() {
      RealServer server = running.server().real();
      pairs++;
      a = ServerUser.added(server, "idle" + pairs);
      b = ServerUser.added(server, "busy" + pairs);
    }

    private User user(ServerUser user) {
      return user(user, user.server().starttlsPort());
    }

    private User user(ServerUser user, int port) {
      return User.of(user.client(port), b.jid());
    }

    private Stanza presence(String id) {
      return Presence.available().toBuilder().to(a.jid()).id(id).build();
    }

    private Stanza chatState(String id) {
      return Message.builder(a.jid())
          .type(Message.Type.CHAT)
          .id(id)
          .payload(Element.of("composing", "http://jabber.org/protocol/chatstates"))
          .build();
    }

    /** The server says nothing when it has read that nobody looks, so some may still come. */
    private void assertHeldBack(User idle, User busy, User other, String kind) throws Exception {
      String last = "";
      for (int i = 0; i < MANY; i++) {
        last = kind + i;
        other.client.deliver(dull(kind, last)).get(10, TimeUnit.SECONDS);
        assertThat(busy.next()).as("of who looks").isEqualTo(last);
      }
      assertThat(idle.received).hasSizeLessThan(MANY / 2);
      idle.client.get(ClientState.class).active();
      String next = idle.next();
      while (!next.equals(last)) {
        next = idle.next();
      }
    }

    private Stanza dull(String kind, String id) {
      return kind.equals("presence") ? presence(id) : chatState(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"presence", "chat state"})
    void is_held_back_until_somebody_looks(String kind) throws Exception {
      try (User idle = user(a);
          User busy = user(a);
          User other = user(b)) {
        idle.connect();
        busy.connect();
        other.connect();
        idle.client.get(ClientState.class).inactive();
        assertHeldBack(idle, busy, other, kind);
      }
    }

    /** A stream begins active, a resumed one too: the client has to say it again. */
    @Test
    void is_held_back_after_resuming_too() throws Exception {
      try (FaultProxy line = FaultProxy.to(a.server().starttlsPort());
          User idle = user(a, line.port());
          User busy = user(a);
          User other = user(b)) {
        idle.connect();
        busy.connect();
        other.connect();
        idle.client.get(ClientState.class).inactive();
        line.cut(Cut.RST);
        assertThat(idle.resumed.poll(20, TimeUnit.SECONDS)).isTrue();
        assertHeldBack(idle, busy, other, "presence");
      }
    }
  }

  /** A client, and the ids of what b sent it. */
  private record User(
      XmppClient client, Jid other, BlockingQueue<String> received, BlockingQueue<Boolean> resumed)
      implements AutoCloseable {

    static User of(ClientBuilder builder, Jid other) {
      XmppClient client = builder.with(ClientState::new).reconnect(outage -> Duration.ZERO).build();
      User user = new User(client, other, new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>());
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
      if (from != null && other.equals(from.bare()) && stanza.id() != null) {
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
