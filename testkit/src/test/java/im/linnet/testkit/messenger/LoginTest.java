package im.linnet.testkit.messenger;

import static im.linnet.testkit.messenger.MessengerLogin.ALICE;
import static im.linnet.testkit.messenger.MessengerLogin.ALICE_JID;
import static im.linnet.testkit.messenger.MessengerLogin.TLS;
import static im.linnet.testkit.messenger.MessengerLogin.auth;
import static im.linnet.testkit.messenger.MessengerLogin.bind;
import static im.linnet.testkit.messenger.MessengerLogin.direct;
import static im.linnet.testkit.messenger.MessengerLogin.open;
import static im.linnet.testkit.messenger.MessengerLogin.secure;
import static im.linnet.testkit.messenger.MessengerLogin.service;
import static im.linnet.testkit.messenger.MessengerLogin.signIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class LoginTest {
  private static final String FEATURES_END = "</stream:features>";
  private static final String BIND =
      "<iq type='set' id='b1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
          + "<resource>mine</resource></bind></iq>";

  @Test
  void goes_from_the_front_by_the_gateway_to_a_bound_session() throws Exception {
    try (MessengerService service = service().start()) {
      try (RawClient front = open(service.front())) {
        assertThat(front.readTo(FEATURES_END))
            .contains("from='messenger.live.com'")
            .endsWith(
                "<stream:features xmlns:stream='http://etherx.jabber.org/streams'>"
                    + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
                    + "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                    + "<mechanism>X-MESSENGER-OAUTH2</mechanism></mechanisms></stream:features>");
        front.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>").readTo("-tls'/>");
        front.startTls(TLS.client()).header("messenger.live.com");
        assertThat(front.readToEnd())
            .endsWith(
                "<stream:error xmlns:stream='http://etherx.jabber.org/streams'>"
                    + "<see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>127.0.0.1:"
                    + service.gateway(1).getPort()
                    + "</see-other-host></stream:error></stream:stream>");
      }
      try (RawClient gateway = signIn(service.gateway(1), ALICE)) {
        assertThat(gateway.readTo(FEATURES_END)).doesNotContain("session").contains("<bind");
        assertThat(gateway.send(BIND).readTo("</iq>")).contains("<jid>" + ALICE_JID + "/");
        assertThat(gateway.send("</stream:stream>").readToEnd()).isEqualTo("</stream:stream>");
      }
      Login login = service.logins().await("the login", any -> true);
      assertThat(login.user()).isEqualTo(ALICE);
      assertThat(login.listener()).isEqualTo(1);
      assertThat(login.secured()).isTrue();
      assertThat(login.jid()).startsWith(service.jidOf(ALICE) + "/").doesNotContain("mine");
      service.ended().await("the front's end", e -> e.equals(new Ended(1, Ended.By.SERVICE)));
      service
          .ended()
          .await("the gateway's end", e -> e.equals(new Ended(2, Ended.By.CLIENT_CLOSE_TAG)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong", "", "EwA%2bAq1D%2falice%3d%3d", "RXdBK0FxMUQvYWxpY2U9PQ=="})
  void cuts_off_whoever_has_no_exact_token(String token) throws Exception {
    try (MessengerService service = direct().start();
        RawClient client = secure(service.front())) {
      client.readTo(FEATURES_END);
      auth(client, SignIn.MECHANISM, token);
      assertThat(client.readToEnd())
          .isEqualTo(
              "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized /></failure>");
      assertThat(service.logins().all()).isEmpty();
    }
  }

  @Test
  void fails_with_text_and_closing_tag_if_told_to() throws Exception {
    SignIn signIn = SignIn.asTraced().withFailure("Expired", Ending.CLOSE_TAG);
    try (MessengerService service = direct().settings(s -> s.withSignIn(signIn)).start();
        RawClient client = secure(service.front())) {
      client.readTo(FEATURES_END);
      assertThat(auth(client, SignIn.MECHANISM, "x").readToEnd())
          .endsWith("<text xml:lang='en'>Expired</text></failure></stream:stream>");
    }
  }

  @Test
  void offers_a_mechanism_with_a_trailing_blank_and_takes_the_name_without() throws Exception {
    SignIn signIn = SignIn.asTraced().withMechanism("X-MESSENGER-OAUTH2 ");
    try (MessengerService service = direct().settings(s -> s.withSignIn(signIn)).start();
        RawClient client = secure(service.front())) {
      assertThat(client.readTo(FEATURES_END))
          .contains("<mechanism>X-MESSENGER-OAUTH2 </mechanism>");
      auth(client, "X-MESSENGER-OAUTH2", ALICE.token()).readTo("-sasl' />");
      auth(client.header("messenger.live.com"), "x", "y");
    }
  }

  @Test
  void lets_foreign_clients_in_by_plain_if_told_to() throws Exception {
    SignIn signIn = SignIn.asTraced().withPlain(true);
    byte[] message = ("\0" + ALICE.email() + "\0" + ALICE.token()).getBytes(StandardCharsets.UTF_8);
    String response = Base64.getEncoder().encodeToString(message);
    try (MessengerService service = direct().settings(s -> s.withSignIn(signIn)).start();
        RawClient client = secure(service.front())) {
      client.readTo(FEATURES_END);
      assertThat(auth(client, "PLAIN", response).readTo(">")).startsWith("<success");
    }
    try (MessengerService service = direct().start();
        RawClient client = secure(service.front())) {
      client.readTo(FEATURES_END);
      assertThat(auth(client, "PLAIN", response).readToEnd()).contains("<invalid-mechanism />");
    }
  }

  @Test
  void takes_no_token_in_clear_text() throws Exception {
    try (MessengerService service = direct().start();
        RawClient client = open(service.front())) {
      client.readTo(FEATURES_END);
      assertThat(auth(client, SignIn.MECHANISM, ALICE.token()).readToEnd())
          .contains("<encryption-required />");
      Received auth = service.received().await("auth", r -> r.element().localName().equals("auth"));
      assertThat(auth.secured()).isFalse();
      assertThat(auth.raw()).contains(ALICE.token());
    }
  }

  @Test
  void can_leave_starttls_out_or_refuse_it() throws Exception {
    try (MessengerService service =
            direct().settings(s -> s.withTls(TlsOffer.NOT_OFFERED)).start();
        RawClient client = open(service.front())) {
      assertThat(client.readTo(FEATURES_END)).contains("<mechanism>").doesNotContain("starttls");
    }
    try (MessengerService service = direct().settings(s -> s.withTls(TlsOffer.REFUSED)).start();
        RawClient client = open(service.front())) {
      assertThat(client.readTo(FEATURES_END)).contains("<starttls");
      client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
      assertThat(client.readToEnd())
          .isEqualTo("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>");
    }
  }

  @Test
  void says_nothing_to_a_stream_for_another_domain() throws Exception {
    try (MessengerService service = direct().start();
        RawClient client = RawClient.connect(service.front())) {
      client.header("live.com").send("</stream:stream>");
      assertThat(client.readToEnd()).isEqualTo("</stream:stream>");
    }
  }

  @ParameterizedTest
  @EnumSource(RedirectPlan.When.class)
  void redirects_whenever_it_is_told_to(RedirectPlan.When when) throws Exception {
    try (MessengerService service = service().redirects(RedirectPlan.toGateway(when)).start();
        RawClient client = upTo(when, service)) {
      if (when == RedirectPlan.When.IN_SESSION) {
        service.redirectSessions();
      }
      assertThat(client.readToEnd())
          .contains(">127.0.0.1:" + service.gateway(1).getPort() + "</see-other-host>")
          .endsWith("</stream:error></stream:stream>");
    }
  }

  @Test
  void redirects_in_a_loop_and_with_any_text() throws Exception {
    RedirectPlan plan =
        RedirectPlan.of(
            new RedirectPlan.Hop(0, RedirectPlan.When.CLEAR_TEXT, "[::1]:{1.port} & Co"),
            new RedirectPlan.Hop(1, RedirectPlan.When.CLEAR_TEXT, "{0}"));
    try (MessengerService service = service().redirects(plan).start();
        RawClient front = open(service.front());
        RawClient gateway = open(service.gateway(1))) {
      assertThat(front.readToEnd())
          .contains(">[::1]:" + service.gateway(1).getPort() + " &amp; Co<");
      assertThat(gateway.readToEnd()).contains(">127.0.0.1:" + service.front().getPort() + "<");
    }
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  void ends_a_redirected_connection_as_it_is_told_to(Ending ending) throws Exception {
    RedirectPlan plan = RedirectPlan.toGateway(RedirectPlan.When.CLEAR_TEXT).ending(ending);
    try (MessengerService service = service().redirects(plan).start();
        RawClient client = open(service.front())) {
      if (ending == Ending.RESET) {
        assertThatThrownBy(client::readToEnd).isInstanceOf(IOException.class);
        return;
      }
      client.readTo("</stream:error>");
      if (ending == Ending.WAIT) {
        client.send("</stream:stream>");
        assertThat(service.ended().all()).isEmpty();
      } else {
        assertThat(client.readToEnd())
            .isEqualTo(ending == Ending.CLOSE_TAG ? "</stream:stream>" : "");
      }
    }
  }

  @Test
  void offers_the_session_feature_if_told_to_and_always_grants_it() throws Exception {
    try (MessengerService service =
            direct().settings(s -> s.withSession(SessionFeature.OPTIONAL)).start();
        RawClient client = signIn(service.front(), ALICE)) {
      assertThat(client.readTo(FEATURES_END)).contains("<optional/></session>");
      client.send(BIND).readTo("</iq>");
      client.send(
          "<iq id='s' type='set'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>");
      assertThat(client.readTo("</iq>")).contains("type='result' id='s'");
    }
  }

  @Test
  void answers_malformed_xml_with_a_stream_error() throws Exception {
    try (MessengerService service = direct().start();
        RawClient client = bind(service.front(), ALICE)) {
      assertThat(client.send("<a></b>").readToEnd())
          .contains("<not-well-formed xmlns=")
          .endsWith("</stream:stream>");
    }
  }

  @Test
  void leaves_no_thread_behind() throws Exception {
    MessengerService service = direct().start();
    try (RawClient client = bind(service.front(), ALICE)) {
      String name = "messenger-" + service.front().getPort();
      service.close();
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().startsWith(name));
      assertThatThrownBy(() -> client.send("x").readTo("y")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void keeps_tokens_out_of_text() {
    assertThat(ALICE.toString()).contains("Alice").doesNotContain(ALICE.token());
  }

  private static RawClient upTo(RedirectPlan.When when, MessengerService service)
      throws IOException {
    return switch (when) {
      case CLEAR_TEXT -> open(service.front());
      case AFTER_TLS -> secure(service.front());
      case AFTER_SASL -> signIn(service.front(), ALICE);
      case BINDING -> signIn(service.front(), ALICE).send(BIND);
      case IN_SESSION -> MessengerLogin.online(service.front(), ALICE);
    };
  }
}
