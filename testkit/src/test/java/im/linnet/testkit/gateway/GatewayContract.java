package im.linnet.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.RawClient;
import im.linnet.testkit.gateway.GatewayEvent.GatewaySubscription;
import im.linnet.testkit.gateway.GatewayEvent.Unregistered;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.RealServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The gateway behind a real server, with a client that writes and reads text; a subclass names the
 * server.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GatewayContract {
  private static final String USER = "juliet@localhost";
  private static final String ANN = "ann%hotmail.com@gateway.localhost";

  @RegisterExtension final ServerExtension<RealServer> running;

  /**
   * Starts a server that knows the gateway's domain. Each test has a user of its own: a server
   * keeps requests that are not answered for the next login, and ejabberd keeps them without the
   * push.
   */
  GatewayContract(RealServer.Builder settings) {
    for (String user : List.of("juliet", "rosaline", "balthasar", "sampson", "abram", "peter")) {
      settings.user(user, "secret");
    }
    running = ServerExtension.of(settings);
  }

  /** The port for the gateway's domain. */
  abstract int componentPort(RealServer server);

  GatewayServiceBuilder gateway() {
    int port = componentPort(running.server());
    return GatewayService.builder()
        .server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private RawClient signIn(String user) throws IOException {
    RealServer server = running.server();
    RawClient client = RawClient.connect(server.directTlsPort());
    client.startTls(server.authority().clientContext()).header("localhost");
    client.readTo("</stream:features>");
    byte[] plain = ("\0" + user + "\0secret").getBytes(StandardCharsets.UTF_8);
    client.send(
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
            + Base64.getEncoder().encodeToString(plain)
            + "</auth>");
    assertThat(client.readTo(">")).contains("success");
    client.header("localhost").readTo("</stream:features>");
    client.send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
    client.readTo("</iq>");
    client.send("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>").readTo("id='r'");
    return client.send("<presence/>");
  }

  /**
   * Registers and subscribes, one change after the other: under load, ejabberd loses one of two at
   * the same time.
   *
   * @return what came meanwhile
   */
  private static String register(RawClient client) throws IOException {
    client.send(
        "<iq type='set' id='reg' to='gateway.localhost'><query xmlns='jabber:iq:register'>"
            + "<username>me@hotmail.com</username><password>secret</password></query></iq>");
    client.readTo("type='subscribe'");
    client.send("<presence to='gateway.localhost' type='subscribed'/>");
    client.send("<iq type='get' id='r2'><query xmlns='jabber:iq:roster'/></iq>");
    String read = client.readTo("id='r2'");
    client.send("<presence to='gateway.localhost' type='subscribe'/>");
    read += client.readTo("type='subscribed'");
    // Prosody has sent it already, and ejabberd in most cases.
    client.send("<presence to='gateway.localhost'/>");
    return read;
  }

  @Test
  void lets_a_user_register_see_contacts_chat_and_leave() throws Exception {
    try (GatewayService gateway = gateway().start();
        RawClient client = signIn("juliet")) {
      String registered = register(client);
      gateway.events().await(GatewayEvent.Ready.class, e -> e.pushes() == 30);
      client.send("<presence to='" + ANN + "' type='subscribed'/>");
      gateway
          .events()
          .await(GatewayEvent.ContactSubscription.class, e -> e.type().equals("subscribed"));
      gateway.contact("ann@hotmail.com").state(LegacyState.BUSY, "In a meeting");
      assertThat(registered + client.readTo("In a meeting"))
          .contains("zoe%hotmail.com@gateway.localhost", "protocol/roster-subsync");
      gateway.contact("ann@hotmail.com").write(USER, "Hello, Juliet");
      client.readTo("Hello, Juliet");
      client.send(
          "<message to='"
              + ANN
              + "/msn' id='m1' type='chat'><body>Hello, Ann</body>"
              + "<x xmlns='jabber:x:event'><composing/></x></message>");
      gateway
          .events()
          .await(GatewayEvent.Message.class, e -> e.text().equals("Hello, Ann") && e.delivered());
      gateway.contact("ann@hotmail.com").type(USER);
      client.readTo("<composing/><id>m1</id>");
      client.send("<presence to='fun@gateway.localhost/Jule'/>");
      gateway.events().await(GatewayEvent.RoomJoined.class, e -> e.nick().equals("Jule"));
      client.readTo("fun@gateway.localhost/Jule");
      client.send("<presence type='unavailable'/>");
      gateway.events().await(GatewayEvent.SignedOff.class, e -> true);
      gateway.user(USER).unregister();
    }
  }

  @Test
  void asks_the_server_for_the_users_card() throws Exception {
    Avatar picture = Avatar.png(42);
    try (GatewayService gateway = gateway().start();
        RawClient client = signIn("balthasar")) {
      client.send(
          "<iq type='set' id='v'><vCard xmlns='vcard-temp'><NICKNAME>Jule</NICKNAME>"
              + picture.photo()
              + "</vCard></iq>");
      client.readTo("id='v'");
      gateway.user("balthasar@localhost").register("juliet@hotmail.com", "secret");
      client.send("<presence to='gateway.localhost'/>");
      gateway.events().await(GatewayEvent.NicknameChanged.class, e -> e.nickname().equals("Jule"));
      gateway
          .events()
          .await(GatewayEvent.AvatarChanged.class, e -> picture.hash().equals(e.hash()));
      gateway.user("balthasar@localhost").unregister();
    }
  }

  @Test
  @DisplayName(
      "e.53: the hazard of a removal from the roster: the server unsubscribes in both ways")
  void unregisters_who_is_removed_from_the_roster() throws Exception {
    try (GatewayService gateway = gateway().start();
        RawClient client = signIn("sampson")) {
      register(client);
      gateway.events().await(GatewayEvent.Ready.class, e -> true);
      gateway.events().await(GatewaySubscription.class, e -> e.type().equals("subscribe"));
      client.send(
          "<iq type='set' id='rm'><query xmlns='jabber:iq:roster'>"
              + "<item jid='gateway.localhost' subscription='remove'/></query></iq>");
      Unregistered event =
          gateway.events().await(Unregistered.class, e -> e.user().startsWith("sampson@"));
      assertThat(event.cause())
          .isIn(Unregistered.Cause.UNSUBSCRIBE, Unregistered.Cause.UNSUBSCRIBED);
    }
  }

  /**
   * What PyMSNt's rooms say goes to the bare address: the server returns it (RFC 6121, section
   * 8.5.2.1.1), and the gateway ends the session.
   */
  @Test
  void loses_who_joins_a_room_that_writes_to_the_bare_address() throws Exception {
    try (GatewayService gateway = gateway().start();
        RawClient client = signIn("abram")) {
      register(client);
      gateway.events().await(GatewayEvent.Ready.class, e -> true);
      client.send("<presence to='fun@gateway.localhost/Abram'/>");
      client.readTo("fun@gateway.localhost/Abram");
      gateway.room("abram@localhost", "fun").say("ann@hotmail.com", "Do you bite your thumb?");
      GatewayEvent.SignedOff end = gateway.events().await(GatewayEvent.SignedOff.class, e -> true);
      assertThat(end.cause()).isEqualTo(GatewayEvent.SignedOff.Cause.ERROR_STANZA);
      gateway.user("abram@localhost").unregister();
    }
  }

  /** An error for a message that failed goes to the bare address, too: the server drops it. */
  @Test
  void reaches_who_joins_a_room_that_writes_to_the_client() throws Exception {
    try (GatewayService gateway =
            gateway()
                .settings(settings -> settings.withRoomRecipient(RoomRecipient.CLIENT))
                .start();
        RawClient client = signIn("peter")) {
      register(client);
      gateway.events().await(GatewayEvent.Ready.class, e -> true);
      client.send("<presence to='fun@gateway.localhost/Peter'/>");
      client.readTo("fun@gateway.localhost/Peter");
      gateway.room("peter@localhost", "fun").say("ann@hotmail.com", "Music to hear");
      client.readTo("Music to hear");
      assertThat(gateway.user("peter@localhost").signedOn()).isTrue();

      client.send(
          "<message to='cleo%hotmail.com@gateway.localhost' type='chat'><body>Awake?</body>"
              + "</message>");
      gateway.events().await(GatewayEvent.Message.class, e -> !e.delivered());
      gateway.contact("ann@hotmail.com").write("peter@localhost", "She sleeps");
      assertThat(client.readTo("She sleeps")).doesNotContain("recipient-unavailable");
      gateway.user("peter@localhost").unregister();
    }
  }

  @Test
  void is_told_that_the_secret_is_wrong() {
    assertThatThrownBy(() -> gateway().secret("wrong").start())
        .hasMessageContaining("not-authorized (check the secret)");
  }

  /**
   * Prosody stores each subscription request together with all earlier ones, so the time grows with
   * the square of the number: 10,000 at once are a matter for a server without a store.
   */
  @Test
  void passes_many_pushes_at_once() throws Exception {
    try (GatewayService gateway = gateway().start();
        RawClient client = signIn("rosaline")) {
      gateway.user("rosaline@localhost").flood(100);
      assertThat(client.readTo("from='flood99%hotmail.com@gateway.localhost'"))
          .contains("from='flood0%hotmail.com@gateway.localhost'");
    }
  }
}
