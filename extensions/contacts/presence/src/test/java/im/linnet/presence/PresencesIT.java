package im.linnet.presence;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.fixtures.ServerUser;
import im.linnet.jid.Jid;
import im.linnet.presence.PresenceEvent.Available;
import im.linnet.presence.PresenceEvent.Own;
import im.linnet.presence.PresenceEvent.Unavailable;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Presence.Show;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.net.Cut;
import im.linnet.testkit.net.FaultProxy;
import im.linnet.testkit.server.LiveServer;
import im.linnet.testkit.server.ServerKind;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Presence and invitations between two users of Prosody and of ejabberd. */
@Timeout(120)
class PresencesIT {

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

    @RegisterExtension final ServerExtension<LiveServer> running;

    private final List<XmppClient> clients = new ArrayList<>();
    private int users;

    Against(ServerKind kind) {
      running = ServerExtension.shared(kind);
    }

    @AfterEach
    void closeClients() {
      clients.forEach(client -> client.shutdown().orTimeout(10, TimeUnit.SECONDS).join());
      clients.clear();
    }

    @Test
    void an_invitation_is_accepted_and_presence_seen_come_and_go() throws Exception {
      Jid a = user();
      Jid b = user();
      XmppClient ann = client(a, running.server().real().starttlsPort());
      XmppClient bob = client(b, running.server().real().starttlsPort());
      Heard heardByAnn = new Heard(ann);
      Heard heardByBob = new Heard(bob);
      signIn(ann);
      signIn(bob);
      heardByAnn.until(event -> event instanceof Own);

      invite(ann, b, "Ann");
      Invitation invitation = heardByBob.invitation();
      assertThat(invitation.from()).isEqualTo(a);
      assertThat(invitation.nickname()).isEqualTo("Ann");
      presences(bob).accept(a).join();
      heardByAnn.until(event -> event instanceof Available seen && isFrom(seen.presence(), b));
      assertThat(presences(bob).invitations()).isEmpty();
      assertThat(presences(ann).latest(b)).isNotNull();
      assertThat(presences(bob).latest(a)).as("bob did not ask").isNull();

      presences(bob)
          .set(
              Presence.builder(Presence.Type.AVAILABLE)
                  .show(Show.AWAY)
                  .priority(3)
                  .status("Out")
                  .build())
          .join();
      heardByAnn.until(
          event -> event instanceof Available seen && "Out".equals(seen.presence().status()));
      assertThat(presences(ann).of(b)).hasSize(1);
      XmppClient phone = client(b, running.server().real().starttlsPort());
      signIn(phone);
      heardByAnn.until(
          event ->
              event instanceof Available seen
                  && isFrom(seen.presence(), b)
                  && seen.presence().priority() == 0);
      assertThat(presences(ann).of(b)).extracting(Presence::priority).containsExactly(3, 0);

      bob.shutdown().join();
      heardByAnn.until(event -> event instanceof Unavailable);
      assertThat(presences(ann).of(b)).extracting(Presence::priority).containsExactly(0);
    }

    @Test
    void a_denied_invitation_shows_nothing() throws Exception {
      Jid a = user();
      Jid b = user();
      XmppClient ann = client(a, running.server().real().starttlsPort());
      XmppClient bob = client(b, running.server().real().starttlsPort());
      Heard heardByBob = new Heard(bob);
      CompletableFuture<Presence> denied = new CompletableFuture<>();
      ann.onPresence(
          presence -> {
            if (presence.type() == Presence.Type.UNSUBSCRIBED) {
              denied.complete(presence);
            }
          });
      signIn(ann);
      signIn(bob);

      invite(ann, b, "Ann");
      heardByBob.invitation();
      presences(bob).deny(a).join();

      assertThat(denied.get(10, TimeUnit.SECONDS).from()).isEqualTo(b);
      assertThat(presences(ann).latest(b)).isNull();
    }

    @Test
    void who_is_at_no_server_is_not_available() throws Exception {
      XmppClient ann = client(user(), running.server().real().starttlsPort());
      Heard heard = new Heard(ann);
      signIn(ann);
      Jid nobody = Jid.of("nobody@127.0.0.1");

      ann.send(Presence.available().toBuilder().to(nobody).build()).join();

      Unavailable event =
          (Unavailable)
              heard.until(
                  told -> told instanceof Unavailable gone && isFrom(gone.presence(), nobody));
      assertThat(event.presence().error()).isNotNull();
    }

    @Test
    void a_kept_presence_is_said_again_and_an_invitation_told_once() throws Exception {
      Jid a = user();
      Jid b = user();
      XmppClient ann = client(a, running.server().real().starttlsPort());
      try (FaultProxy proxy = FaultProxy.to(running.server().real().starttlsPort())) {
        XmppClient bob = client(b, proxy.port(), PresencesIT::unmanaged);
        Heard heard = new Heard(bob);
        presences(bob)
            .keep(Presence.builder(Presence.Type.AVAILABLE).status("kept").build())
            .join();
        signIn(ann);
        bob.connect().get(20, TimeUnit.SECONDS);
        heard.until(event -> event instanceof Own);
        invite(ann, b, "Ann");
        heard.invitation();
        CompletableFuture<Void> lost = new CompletableFuture<>();
        bob.onState(
            state -> {
              if (state instanceof ConnectionState.Disconnected) {
                lost.complete(null);
              }
            });
        proxy.cut(Cut.RST);
        lost.get(10, TimeUnit.SECONDS);

        bob.connect().get(20, TimeUnit.SECONDS);

        Own own = (Own) heard.until(event -> event instanceof Own);
        assertThat(own.presence().status()).isEqualTo("kept");
        assertThat(presences(bob).invitations()).hasSize(1);
        presences(bob).accept(a).join();
        assertThat(heard.invitations()).isEmpty();
      }
    }

    private static boolean isFrom(Presence presence, Jid account) {
      Jid from = presence.from();
      return from != null && from.bare().equals(account);
    }

    private static Presences presences(XmppClient client) {
      return client.get(Presences.class);
    }

    private static void signIn(XmppClient client) throws Exception {
      client.connect().get(20, TimeUnit.SECONDS);
      // A server need tell what became of a request only to who has asked for the roster.
      client
          .request(Iq.get(null, Element.of("query", "jabber:iq:roster")))
          .get(10, TimeUnit.SECONDS);
      presences(client).set(Presence.available()).get(10, TimeUnit.SECONDS);
    }

    private static void invite(XmppClient client, Jid whom, String nickname) {
      Element nick = Element.of("nick", "http://jabber.org/protocol/nick", nickname);
      client.send(Presence.builder(Presence.Type.SUBSCRIBE).to(whom).payload(nick).build()).join();
    }

    private Jid user() {
      return ServerUser.added(running.server().real(), "presence" + users++).jid();
    }

    private XmppClient client(Jid jid, int port) {
      return client(jid, port, builder -> builder);
    }

    private XmppClient client(Jid jid, int port, UnaryOperator<ClientBuilder> change) {
      ClientBuilder builder =
          new ServerUser(running.server().real(), jid).client(port).with(Presences::new);
      XmppClient client = change.apply(builder).build();
      clients.add(client);
      return client;
    }
  }

  /** Without its last step, which has the server keep the stream for us. */
  private static ClientBuilder unmanaged(ClientBuilder builder) {
    return builder.steps(all -> all.subList(0, all.size() - 1));
  }
}
