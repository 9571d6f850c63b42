package im.linnet.testkit.gateway;

import static im.linnet.testkit.gateway.ComponentServer.CLIENT;
import static im.linnet.testkit.gateway.ComponentServer.USER;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.gateway.GatewayEvent.Registered;
import im.linnet.testkit.gateway.GatewayEvent.RegistrationRefused;
import im.linnet.testkit.gateway.GatewayEvent.Unregistered;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registration with the gateway (XEP-0077): e.52 and the hazard of e.53. */
@Timeout(120)
class RegistrationTest {
  private static final String TO_CLIENT =
      " from='gateway.localhost' to='juliet@localhost/balcony' id='r'";
  private static final String SUBSCRIBE =
      "<presence to='juliet@localhost' from='gateway.localhost' type='subscribe'/>";

  private static String get() {
    return request("get", "<query xmlns='jabber:iq:register'/>");
  }

  private static String set(String username, String password) {
    return request("set", query(username, password));
  }

  private static String query(String username, String password) {
    return "<query xmlns='jabber:iq:register'><username>"
        + username
        + "</username><password>"
        + password
        + "</password></query>";
  }

  private static String remove() {
    return request("set", "<query xmlns='jabber:iq:register'><remove/></query>");
  }

  private static String request(String type, String content) {
    return "<iq type='"
        + type
        + "' id='r' from='"
        + CLIENT
        + "' to='gateway.localhost'>"
        + content
        + "</iq>";
  }

  @Test
  @DisplayName("e.52: form, registration, form of who is registered, change, removal")
  void registers() throws Exception {
    try (ComponentServer server = ComponentServer.start()) {
      server
          .send(get())
          .expect(
              "<iq type='result'" + TO_CLIENT + "><query xmlns='jabber:iq:register'>",
              "<instructions>Enter the address and the password of your account on the legacy"
                  + " network.</instructions><username/><password/></query></iq>")
          .send(set("juliet@hotmail.com", "secret"))
          .expect("<iq type='result'" + TO_CLIENT + "/>", SUBSCRIBE);
      assertThat(server.user().username()).isEqualTo("juliet@hotmail.com");
      assertThat(server.user().hasPassword("secret")).isTrue();
      server.send(get());
      assertThat(server.readTo("</iq>"))
          .endsWith("<username>juliet@hotmail.com</username><password/><registered/></query></iq>");
      server
          .send(set("juliet@hotmail.com", "other"))
          .expect("<iq type='result'" + TO_CLIENT + "/>", SUBSCRIBE);
      assertThat(server.user().hasPassword("other")).isTrue();
      server.send(remove()).expect("<iq type='result'" + TO_CLIENT + "/>").expectNothing();
      assertThat(server.user().registered()).isFalse();
      assertThat(server.gateway().events().all())
          .containsExactly(
              new Registered(USER, "juliet@hotmail.com", false),
              new Registered(USER, "juliet@hotmail.com", true),
              new Unregistered(USER, Unregistered.Cause.REMOVE));
    }
  }

  @ParameterizedTest
  @CsvSource({"juliet,secret", "juliet@hotmail.com,''", "'',secret", "a b@c,secret"})
  @DisplayName("e.52: bad-request with a copy of the query and without a code")
  void refuses_what_is_no_account(String username, String password) throws Exception {
    try (ComponentServer server = ComponentServer.start()) {
      String copy = query(username, password).replace("<username></username>", "<username/>");
      server
          .send(set(username, password))
          .expect(
              "<iq type='error'" + TO_CLIENT + ">",
              copy.replace("<password></password>", "<password/>"),
              "<error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                  + "</error></iq>")
          .expectNothing();
      assertThat(server.user().registered()).isFalse();
      server
          .gateway()
          .events()
          .await(RegistrationRefused.class, e -> e.condition().equals("bad-request"));
    }
  }

  @Test
  void refuses_as_the_settings_say() throws Exception {
    for (Refusal refusal :
        new Refusal[] {Refusal.conflict(), Refusal.notAcceptable(), Refusal.storageFailed()}) {
      try (ComponentServer server =
          ComponentServer.start(
              b -> b.settings(settings -> settings.withRegistrationRefusal(refusal)))) {
        server.send(set("juliet@hotmail.com", "secret"));
        assertThat(server.readTo("</iq>"))
            .contains("<error type='" + refusal.type() + "'><" + refusal.condition() + " ");
        server.expectNothing();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unsubscribe", "unsubscribed"})
  @DisplayName("e.53: a presence to the gateway unregisters, with or without a session")
  void unregisters_by_presence(String type) throws Exception {
    try (ComponentServer server = ComponentServer.start()) {
      server.user().register("juliet@hotmail.com", "secret");
      server.send("<presence from='" + CLIENT + "' to='gateway.localhost' type='" + type + "'/>");
      Unregistered event = server.gateway().events().await(Unregistered.class, e -> true);
      assertThat(event.cause().name()).isEqualToIgnoringCase(type);
      assertThat(server.user().registered()).isFalse();

      server.user().register("juliet@hotmail.com", "secret");
      server.send("<presence from='" + CLIENT + "' to='gateway.localhost'/>");
      server.gateway().events().await(GatewayEvent.Ready.class, e -> true);
      server.send("<presence from='" + USER + "' to='gateway.localhost' type='" + type + "'/>");
      server
          .gateway()
          .events()
          .await(
              GatewayEvent.SignedOff.class,
              e -> e.cause() == GatewayEvent.SignedOff.Cause.UNREGISTERED);
      assertThat(server.readAll())
          .contains("<presence to='juliet@localhost' from='gateway.localhost' type='unavailable'/>")
          .contains("from='ann%hotmail.com@gateway.localhost/msn' type='unavailable'");
      assertThat(server.user().registered()).isFalse();
    }
  }

  @Test
  void answers_a_subscription_at_any_time() throws Exception {
    try (ComponentServer server = ComponentServer.start()) {
      server
          .send("<presence from='" + USER + "' to='gateway.localhost' type='subscribe'/>")
          .expect("<presence to='juliet@localhost' from='gateway.localhost' type='subscribed'/>")
          .expectNothing();
    }
  }

  @Test
  @DisplayName("e.52: answered by a message, not at all, without a subscription request")
  void has_faults() throws Exception {
    try (ComponentServer server = ComponentServer.start()) {
      server.gateway().faults(GatewayFault.REGISTRATION_BY_MESSAGE);
      server
          .send(set("juliet@hotmail.com", "secret"))
          .expect(
              "<message to='juliet@localhost/balcony' from='gateway.localhost' id='1'>"
                  + "<body>Done.</body><x xmlns='jabber:x:event'><composing/></x></message>",
              SUBSCRIBE);
      server.gateway().faults(GatewayFault.REGISTRATION_UNANSWERED);
      server.send(get()).send(set("a@hotmail.com", "b")).expectNothing();
      server.gateway().faults(GatewayFault.NO_SUBSCRIPTION_REQUEST);
      server
          .send(set("juliet@hotmail.com", "secret"))
          .expect("<iq type='result'" + TO_CLIENT + "/>")
          .expectNothing();
      server.gateway().faults(GatewayFault.ANSWERED_TWICE);
      server
          .send(remove())
          .expect(
              "<iq type='result'" + TO_CLIENT + "/>",
              "<iq type='error'" + TO_CLIENT + "><error type='wait' code='500'>");
      assertThat(server.readTo("</iq>")).contains("internal-server-error");
      server.gateway().faults(GatewayFault.ANSWERED_BY_OTHERS);
      server
          .send(set("juliet@hotmail.com", "secret"))
          .expect("<iq type='error' from='mallory%hotmail.com@gateway.localhost'");
      server.readTo("</iq>");
      server.expect("<iq type='result'" + TO_CLIENT + "/>");
    }
  }
}
