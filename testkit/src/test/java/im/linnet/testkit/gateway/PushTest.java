package im.linnet.testkit.gateway;

import static im.linnet.testkit.gateway.ComponentServer.CLIENT;
import static im.linnet.testkit.gateway.ComponentServer.USER;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.gateway.GatewayEvent.Ready;
import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlFragment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roster pushes (roster-subsync, XEP-0144) and subscriptions: e.53, e.55 and e.56. */
@Timeout(120)
class PushTest {
  private static final String ANN = "ann%hotmail.com@gateway.localhost";
  private static final String OLD = "http://delx.cjb.net/protocol/roster-subsync";

  private static ComponentServer one() throws Exception {
    ComponentServer server =
        ComponentServer.start(
            builder ->
                SessionTest.oneContact(builder)
                    .settings(settings -> settings.withPushForm(PushForm.SUBSYNC)));
    server.user().register("juliet@hotmail.com", "secret");
    return server;
  }

  private static String push(String type, String namespace, String subscription) {
    return "<presence to='juliet@localhost' from='"
        + ANN
        + "' type='"
        + type
        + "'><x xmlns='"
        + namespace
        + "'><item subscription='"
        + subscription
        + "' name='Ann'><group>Friends</group></item></x></presence>";
  }

  private static void signOff(ComponentServer server) throws Exception {
    server.send("<presence from='" + CLIENT + "' to='gateway.localhost' type='unavailable'/>");
    server.readAll();
  }

  @ParameterizedTest
  @CsvSource({
    "NONE,NONE,", "NONE,TO,subscribe", "NONE,FROM,subscribe", "NONE,BOTH,subscribe",
    "TO,NONE,unsubscribed", "TO,TO,", "TO,FROM,unsubscribe", "TO,BOTH,subscribe",
    "FROM,NONE,unsubscribe", "FROM,TO,subscribe", "FROM,FROM,", "FROM,BOTH,subscribe",
    "BOTH,NONE,unsubscribed", "BOTH,TO,unsubscribe", "BOTH,FROM,unsubscribed", "BOTH,BOTH,"
  })
  void chooses_the_type_by_the_table(Subscription old, Subscription wanted, String type) {
    assertThat(old.pushType(wanted)).isEqualTo(type);
  }

  @Test
  @DisplayName("e.55: pushes at the first sign-on, and later only what changed")
  void pushes_changes_at_sign_on() throws Exception {
    try (ComponentServer server = one()) {
      SessionTest.signOn(server);
      server.expect(
          SessionTest.CARD_REQUEST, SessionTest.GATEWAY_UP, push("subscribe", OLD, "both"));
      signOff(server);
      SessionTest.signOn(server);
      assertThat(server.readAll()).doesNotContain("subscri");
      signOff(server);
      server.user().list("ann@hotmail.com", Subscription.FROM);
      SessionTest.signOn(server);
      assertThat(server.readAll())
          .contains(push("unsubscribed", OLD, "from"))
          .doesNotContain(ANN + "/msn");
      server.user().unregister();
      server.user().register("juliet@hotmail.com", "secret");
      server.readAll();
      SessionTest.signOn(server);
      assertThat(server.readAll()).contains(push("subscribe", OLD, "from"));
    }
  }

  @Test
  @DisplayName("e.55: thirty pushes right after registration, each in one group")
  void pushes_the_whole_list() throws Exception {
    try (ComponentServer server = ComponentServer.start()) {
      server.user().register("juliet@hotmail.com", "secret");
      SessionTest.signOn(server);
      List<XmlElement> pushes =
          XmlFragment.parse(server.readAll()).stream()
              .filter(stanza -> stanza.child(OLD, "x").isPresent())
              .toList();
      assertThat(pushes).hasSize(30);
      assertThat(pushes).allMatch(stanza -> stanza.toString().contains("</group></item>"));
      assertThat(server.gateway().events().all(Ready.class)).containsExactly(new Ready(USER, 30));
    }
  }

  @Test
  void pushes_in_the_other_namespace_and_by_roster_item_exchange() throws Exception {
    String item =
        "<item action='add' jid='" + ANN + "' name='Ann'><group>Friends</group></item></x>";
    String x = "<x xmlns='http://jabber.org/protocol/rosterx'>";
    try (ComponentServer server = one()) {
      GatewayService gateway = server.gateway();
      Push push = Push.added(ANN, "Ann", "Friends");
      gateway.settings(s -> s.withPushForm(PushForm.SUBSYNC_OF_JABBER_ORG));
      server.user().push(push);
      server.expect(push("subscribe", "http://jabber.org/protocol/roster-subsync", "both"));
      gateway.settings(s -> s.withPushForm(PushForm.EXCHANGE_IN_MESSAGE));
      server.user().push(push);
      server.expect(
          "<message to='juliet@localhost' from='gateway.localhost' id='1'>" + x + item,
          "</message>");
      gateway.settings(s -> s.withPushForm(PushForm.EXCHANGE_IN_IQ));
      server.user().push(push);
      server.expect(
          "<iq type='set' from='gateway.localhost' to='juliet@localhost' id='2'>" + x + item,
          "</iq>");
      SessionTest.signOn(server);
      server.readTo("type='set' from='gateway.localhost' to='juliet@localhost/balcony' id='4'>");
      server.send("<iq type='result' from='" + CLIENT + "' to='gateway.localhost' id='2'/>");
      server.send("<iq type='error' from='" + CLIENT + "' to='gateway.localhost' id='4'/>");
      gateway.events().await(GatewayEvent.PushAnswered.class, e -> !e.accepted());
      assertThat(gateway.events().all(GatewayEvent.PushAnswered.class))
          .extracting(GatewayEvent.PushAnswered::accepted)
          .containsExactly(true, false);
      server.readAll();
      server.user().push(push.withState("unsubscribed", "none"), push.withState("x", "to"));
      assertThat(server.readAll()).contains("action='delete'", "action='modify'");
    }
  }

  @Test
  @DisplayName("e.56: forged pushes, from any address")
  void forges_pushes() throws Exception {
    try (ComponentServer server = one()) {
      server.user().push(Push.added("user@evil.example", "").withState("foo", "bar"));
      server.expect(
          "<presence to='juliet@localhost' from='user@evil.example' type='foo'>"
              + "<x xmlns='"
              + OLD
              + "'><item subscription='bar'/></x></presence>");
    }
  }

  @Test
  @DisplayName("e.55: pushes before consent, twice, and 10,000 at once")
  void floods() throws Exception {
    try (ComponentServer server = ComponentServer.start(SessionTest::oneContact)) {
      server
          .gateway()
          .settings(
              s -> s.withPushForm(PushForm.SUBSYNC).withFaults(GatewayFault.PUSHES_BEFORE_CONSENT));
      server.send(
          "<iq type='set' id='r' from='"
              + CLIENT
              + "' to='gateway.localhost'><query xmlns='jabber:iq:register'>"
              + "<username>juliet@hotmail.com</username><password>x</password></query></iq>");
      assertThat(server.readAll()).endsWith(push("subscribe", OLD, "both"));
      server.gateway().faults(GatewayFault.PUSHES_TWICE);
      SessionTest.signOn(server);
      String push = push("subscribe", OLD, "both");
      assertThat(server.readAll()).contains(push + push);
      server.user().flood(10_000);
      assertThat(server.readTo("from='flood9999%hotmail.com@gateway.localhost' type='subscribe'>"))
          .hasSizeGreaterThan(2_000_000);
      server
          .gateway()
          .sent()
          .await("all pushes", 10_000, xml -> xml.contains("from='flood"), Duration.ofSeconds(20));
    }
  }

  @Test
  void adds_and_removes_contacts_by_subscriptions() throws Exception {
    String friend = "friend%hotmail.com@gateway.localhost";
    try (ComponentServer server = one()) {
      SessionTest.signOn(server);
      server.readAll();
      server
          .send(subscription(friend, "subscribe"))
          .expect(
              "<presence to='juliet@localhost' from='" + friend + "' type='subscribed'/>",
              SessionTest.from(
                  friend, "<x xmlns='vcard-temp:x:update'><nickname>Friend</nickname></x>"))
          .send(subscription(friend, "subscribe"))
          .expect("<presence to='juliet@localhost' from='" + friend + "' type='subscribed'/>")
          .send(subscription(friend, "subscribed"))
          .expectNothing();
      assertThat(server.user().list())
          .isEqualTo(
              Map.of(
                  "ann@hotmail.com", Subscription.BOTH, "friend@hotmail.com", Subscription.BOTH));
      server.send(subscription(friend, "unsubscribe")).send(subscription(friend, "unsubscribed"));
      server
          .expectNothing()
          .send(subscription(friend, "unsubscribe"))
          .expect("<presence to='juliet@localhost' from='" + friend + "' type='unsubscribed'/>")
          .expectNothing();
      assertThat(server.user().list()).containsEntry("friend@hotmail.com", Subscription.NONE);
      assertThat(server.user().registered()).isTrue();
      server.send(subscription("nobody%x.y@gateway.localhost", "subscribe")).expectNothing();
      server.gateway().faults(GatewayFault.SUBSCRIPTION_UNANSWERED);
      server
          .send(subscription(friend, "subscribe"))
          .send(subscription("gateway.localhost", "subscribe"))
          .expectNothing();
      signOff(server);
      SessionTest.signOn(server);
      assertThat(server.readAll()).doesNotContain("subscri");
    }
  }

  private static String subscription(String to, String type) {
    return "<presence from='" + USER + "' to='" + to + "' type='" + type + "'/>";
  }

  @Test
  void passes_on_what_contacts_do_with_their_own_lists() throws Exception {
    try (ComponentServer server = one()) {
      SessionTest.signOn(server);
      server.readAll();
      GatewayContact friend = server.gateway().contact("friend@hotmail.com");
      friend.add(USER);
      server.expect(
          "<presence to='juliet@localhost' from='friend%hotmail.com@gateway.localhost'"
              + " type='subscribe'/>");
      GatewayContact ann = server.gateway().contact("ann@hotmail.com");
      ann.regroup("Work", "Friends");
      server.expect(
          "<presence to='juliet@localhost' from='" + ANN + "' type='subscribed'><x xmlns='" + OLD,
          "'><item subscription='both' name='Ann'><group>Work</group><group>Friends</group></item>",
          "</x></presence>");
      ann.drop(USER);
      server.expect(
          "<presence to='juliet@localhost' from='" + ANN + "' type='unsubscribe'/>",
          "<presence to='juliet@localhost' from='" + ANN + "' type='unsubscribed'/>");
      ann.state(LegacyState.AWAY, "");
      server.expectNothing();
    }
  }

  @Test
  void escapes_addresses_if_the_settings_say_so() throws Exception {
    try (ComponentServer server = one()) {
      server.gateway().settings(s -> s.withAddressForm(AddressForm.ESCAPED));
      assertThat(server.gateway().contact("ann@hotmail.com").jid())
          .isEqualTo("ann\\40hotmail.com@gateway.localhost");
      SessionTest.signOn(server);
      assertThat(server.readAll()).contains("from='ann\\40hotmail.com@gateway.localhost'");
      server
          .send(subscription("friend\\40hotmail.com@gateway.localhost", "subscribe"))
          .expect(
              "<presence to='juliet@localhost' from='friend\\40hotmail.com@gateway.localhost'"
                  + " type='subscribed'/>");
    }
  }
}
