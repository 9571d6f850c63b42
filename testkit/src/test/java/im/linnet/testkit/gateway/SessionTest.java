package im.linnet.testkit.gateway;

import static im.linnet.testkit.gateway.ComponentServer.CLIENT;
import static im.linnet.testkit.gateway.ComponentServer.USER;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.gateway.GatewayEvent.SignedOff;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions: signing on and off by presence, states, and the contacts' presences. */
@Timeout(120)
class SessionTest {
  static final String CARD_REQUEST =
      "<iq type='get' from='gateway.localhost/msn' to='juliet@localhost' id='1'>"
          + "<vCard xmlns='vcard-temp'/></iq>";
  static final String GATEWAY_UP =
      "<presence to='juliet@localhost' from='gateway.localhost'>"
          + "<x xmlns='vcard-temp:x:update'/></presence>";
  static final String OWN =
      "<presence to='juliet@localhost' from='gateway.localhost'>"
          + "<x xmlns='vcard-temp:x:update'><nickname>juliet</nickname></x></presence>";
  static final String CAPS =
      "<c xmlns='http://jabber.org/protocol/caps'"
          + " node='http://msn-transport.jabberstudio.org/protocol/caps' ver='0.11.3'/>";
  static final String ANN = "ann%hotmail.com@gateway.localhost";

  /** A gateway with one contact, who is online, has no picture, and is known to the user. */
  static ComponentServer one() throws Exception {
    ComponentServer server = ComponentServer.start(SessionTest::oneContact);
    server.user().register("juliet@hotmail.com", "secret");
    return server;
  }

  static GatewayServiceBuilder oneContact(GatewayServiceBuilder builder) {
    return builder
        .contact(
            LegacyContact.of("ann@hotmail.com", "Ann")
                .withSubscription(Subscription.BOTH)
                .withGroups("Friends"))
        .contact(LegacyContact.of("friend@hotmail.com", "Friend"))
        .settings(s -> s.withDefaultAvatar(null).withPushForm(PushForm.NONE));
  }

  /** Signs on, without reading what comes. */
  static void signOn(ComponentServer server) throws Exception {
    server.send(presence(""));
    server.gateway().events().await(GatewayEvent.Ready.class, e -> true);
  }

  static String presence(String content) {
    return "<presence from='" + CLIENT + "' to='gateway.localhost'>" + content + "</presence>";
  }

  static String from(String contact, String content) {
    return "<presence to='juliet@localhost' from='"
        + contact
        + "/msn'>"
        + content
        + CAPS
        + "</presence>";
  }

  @Test
  void signs_on_by_presence_and_off() throws Exception {
    try (ComponentServer server = one()) {
      server
          .send(presence("<show>dnd</show><status>Hot</status>"))
          .expect(
              CARD_REQUEST,
              GATEWAY_UP,
              "<presence to='juliet@localhost' from='" + ANN + "' type='subscribe'/>",
              "<presence to='juliet@localhost' from='gateway.localhost'><show>dnd</show>"
                  + "<status>Hot</status><x xmlns='vcard-temp:x:update'>"
                  + "<nickname>juliet</nickname></x></presence>",
              from(ANN, "<x xmlns='vcard-temp:x:update'><nickname>Ann</nickname></x>"));
      assertThat(server.user().signedOn()).isTrue();
      assertThat(server.user().state()).isEqualTo(LegacyState.BUSY);
      assertThat(server.user().personalMessage()).isEqualTo("Hot");
      server
          .send("<presence from='" + CLIENT + "' to='gateway.localhost' type='unavailable'/>")
          .expect(
              "<presence to='juliet@localhost' from='gateway.localhost' type='unavailable'/>",
              "<presence to='juliet@localhost' from='" + ANN + "/msn' type='unavailable'>",
              CAPS + "</presence>")
          .expectNothing();
      assertThat(server.user().signedOn()).isFalse();
      assertThat(server.gateway().events().all(SignedOff.class))
          .containsExactly(new SignedOff(USER, SignedOff.Cause.UNAVAILABLE));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'',ONLINE",
    "<show>chat</show>,ONLINE",
    "<show>dnd</show>,BUSY",
    "<show>away</show>,AWAY",
    "<show>xa</show>,AWAY"
  })
  void maps_the_users_state(String show, LegacyState state) throws Exception {
    try (ComponentServer server = one()) {
      signOn(server);
      server.send(presence(show)).readAll();
      assertThat(server.user().state()).isEqualTo(state);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ONLINE,''",
    "BUSY,dnd",
    "ON_THE_PHONE,dnd",
    "AWAY,away",
    "IDLE,away",
    "BE_RIGHT_BACK,away",
    "OUT_TO_LUNCH,away"
  })
  void shows_the_contacts_states(LegacyState state, String show) throws Exception {
    try (ComponentServer server = one()) {
      signOn(server);
      server.readAll();
      GatewayContact ann = server.gateway().contact("ann@hotmail.com");
      ann.state(state, "Nothing & more");
      server.expect(
          from(
              ANN,
              (show.isEmpty() ? "" : "<show>" + show + "</show>")
                  + "<status>Nothing &amp; more</status><x xmlns='vcard-temp:x:update'>"
                  + "<nickname>Ann</nickname></x>"));
      ann.state(LegacyState.OFFLINE, "");
      server.expect(
          "<presence to='juliet@localhost' from='" + ANN + "/msn' type='unavailable'>",
          CAPS + "</presence>");
      server.gateway().contact("friend@hotmail.com").state(LegacyState.BUSY, "");
      server.expectNothing();
    }
  }

  @Test
  void answers_those_who_are_not_registered_with_a_text() throws Exception {
    try (ComponentServer server = ComponentServer.start()) {
      server
          .send(presence(""))
          .expect(
              "<message to='juliet@localhost' from='gateway.localhost' id='1'><body>You are not"
                  + " registered with this gateway.</body><x xmlns='jabber:x:event'><composing/>"
                  + "</x></message>")
          .send(presence("").replace("<presence", "<presence xml:lang='de-AT'"));
      assertThat(server.readTo("</message>")).contains("Sie sind bei diesem Gateway nicht");
      server
          .send("<presence from='" + CLIENT + "' to='gateway.localhost' type='probe'/>")
          .expect(
              "<presence to='juliet@localhost/balcony' from='gateway.localhost'"
                  + " type='unavailable'/>")
          .send("<presence from='" + USER + "' to='" + ANN + "' type='subscribe'/>")
          .expect("<presence to='juliet@localhost' from='" + ANN + "' type='error'/>")
          .send("<presence from='" + CLIENT + "' to='r0@gateway.localhost/j'/>")
          .expect("<presence to='" + CLIENT + "' from='r0@gateway.localhost/j' type='error'/>")
          .expectNothing();
    }
  }

  @Test
  void shows_the_most_important_client_and_greets_each() throws Exception {
    try (ComponentServer server = one()) {
      signOn(server);
      server.readAll();
      server.send(
          "<presence from='juliet@localhost/phone' to='gateway.localhost'><show>away</show>"
              + "<priority>5</priority></presence>");
      assertThat(server.readAll())
          .startsWith("<presence to='juliet@localhost/phone' from='" + ANN + "/msn'>")
          .contains("<presence to='juliet@localhost' from='gateway.localhost'><show>away</show>");
      server.send(presence("<show>dnd</show>")).expectNothing();
      server.send(presence("")).expectNothing();
      assertThat(server.user().state()).isEqualTo(LegacyState.AWAY);
      server.send(
          "<presence from='juliet@localhost/phone' to='gateway.localhost' type='unavailable'/>");
      server.expect(OWN).expectNothing();
      assertThat(server.user().state()).isEqualTo(LegacyState.ONLINE);
    }
  }

  @Test
  void answers_probes() throws Exception {
    try (ComponentServer server = one()) {
      signOn(server);
      server.readAll();
      server
          .send("<presence from='" + CLIENT + "' to='gateway.localhost' type='probe'/>")
          .expect(OWN)
          .send("<presence from='" + CLIENT + "' to='" + ANN + "' type='probe'/>")
          .expect(from(ANN, "<x xmlns='vcard-temp:x:update'><nickname>Ann</nickname></x>"))
          .send("<presence from='" + CLIENT + "' to='x%y@gateway.localhost' type='probe'/>")
          .expect(
              "<presence to='juliet@localhost' from='x%y@gateway.localhost' type='unavailable'>",
              CAPS + "</presence>");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<message from='juliet@localhost/balcony' to='gateway.localhost' type='error'/>",
        "<presence from='juliet@localhost/balcony' to='gateway.localhost' type='error'/>",
        "<message from='juliet@localhost/balcony' to='gateway.localhost'><body>Endless</body>"
            + "</message>"
      })
  void ends_by_an_error_or_a_word(String stanza) throws Exception {
    try (ComponentServer server = one()) {
      signOn(server);
      server.readAll();
      server
          .send(stanza)
          .expect("<presence to='juliet@localhost' from='gateway.localhost' type='unavailable'/>");
      SignedOff end = server.gateway().events().await(SignedOff.class, e -> true);
      assertThat(end.cause()).isIn(SignedOff.Cause.ERROR_STANZA, SignedOff.Cause.END_COMMAND);
      assertThat(server.user().registered()).isTrue();
    }
  }

  @Test
  void reports_a_refused_login() throws Exception {
    try (ComponentServer server = one()) {
      server.gateway().faults(GatewayFault.LOGIN_FAILS);
      server
          .send(presence(""))
          .expect(
              CARD_REQUEST,
              "<message to='juliet@localhost' from='gateway.localhost' type='error'>",
              "<error type='auth' code='401'><not-authorized"
                  + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                  + "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>The legacy network refused"
                  + " your address or your password.</text></error><body>Login Failure</body>"
                  + "</message>",
              "<presence to='juliet@localhost' from='gateway.localhost' type='unavailable'/>")
          .expectNothing();
      assertThat(server.user().signedOn()).isFalse();
    }
  }

  @Test
  void can_stall_while_it_signs_on() throws Exception {
    try (ComponentServer server = one()) {
      server.gateway().faults(GatewayFault.SIGN_ON_STALLS);
      server.send(presence("")).expect(CARD_REQUEST);
      server.send(
          "<message from='" + CLIENT + "' to='" + ANN + "' id='m'><body>Hi</body></message>");
      assertThat(server.readTo("</message>"))
          .startsWith(
              "<message to='juliet@localhost/balcony' from='"
                  + ANN
                  + "' type='error'>"
                  + "<error type='wait' code='405'><not-allowed ")
          .endsWith("</error><body>Hi</body></message>");
      server.expectNothing();
      server.user().finishSignOn();
      server.expect(GATEWAY_UP);
    }
  }

  @Test
  void can_announce_itself_at_once() throws Exception {
    try (ComponentServer server = one()) {
      server.gateway().faults(GatewayFault.PRESENCE_AT_ONCE);
      server
          .send("<presence from='" + CLIENT + "' to='gateway.localhost' type='probe'/>")
          .expect(
              GATEWAY_UP, from(ANN, "<x xmlns='vcard-temp:x:update'><nickname>Ann</nickname></x>"));
      server.gateway().faults();
      server.readAll();
      server.user().announce();
      assertThat(server.readAll()).startsWith(GATEWAY_UP);
    }
  }

  @Test
  void has_thirty_contacts_in_four_groups() throws Exception {
    try (ComponentServer server = ComponentServer.start()) {
      assertThat(server.user().list()).hasSize(30).doesNotContainKey("friend@hotmail.com");
      List<LegacyContact> generated = LegacyContact.generated(30, 4);
      assertThat(generated).flatExtracting(LegacyContact::groups).hasSize(30);
      assertThat(generated.stream().flatMap(c -> c.groups().stream()).distinct()).hasSize(4);
      assertThat(generated.stream().map(LegacyContact::id).distinct()).hasSize(30);
      assertThat(server.gateway().contacts()).hasSize(31);
    }
  }
}
