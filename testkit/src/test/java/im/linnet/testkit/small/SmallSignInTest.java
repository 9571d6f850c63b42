package im.linnet.testkit.small;

import static im.linnet.testkit.small.Walk.bind;
import static im.linnet.testkit.small.Walk.expect;
import static im.linnet.testkit.small.Walk.plain;
import static im.linnet.testkit.small.Walk.secure;
import static im.linnet.testkit.small.Walk.server;
import static im.linnet.testkit.small.Walk.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From the first header to the session. */
@Timeout(120)
class SmallSignInTest {
  private static final String FAILURE = "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><";

  @Test
  void requires_starttls() throws Exception {
    try (SmallServer server = server().start();
        RawClient client = RawClient.connect(server.starttlsPort()).header("localhost")) {
      assertThat(client.readTo("</stream:features>"))
          .startsWith(
              "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
                  + " xmlns:stream='http://etherx.jabber.org/streams' id='")
          .endsWith(
              "' from='localhost' version='1.0' xml:lang='en'><stream:features>"
                  + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
                  + "</stream:features>");
      plain(client, "juliet", "juliet");
      expect(
          client,
          "<stream:error><policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
              + "</stream:error></stream:stream>");
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void offers_scram_plain_and_registration_under_tls() throws Exception {
    try (SmallServer server = server().start();
        RawClient client = RawClient.connect(server.starttlsPort()).header("localhost")) {
      client.readTo("</stream:features>");
      client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>").readTo("/>");
      client.startTls(Walk.AUTHORITY.clientContext()).header("localhost");
      client.readTo("xml:lang='en'>");
      expect(
          client,
          "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
              + "<mechanism>SCRAM-SHA-256</mechanism><mechanism>SCRAM-SHA-1</mechanism>"
              + "<mechanism>PLAIN</mechanism></mechanisms>"
              + "<register xmlns='http://jabber.org/features/iq-register'/></stream:features>");
    }
  }

  @Test
  void binds_the_resource_asked_for_or_another() throws Exception {
    try (SmallServer server = server().start();
        RawClient client = plain(secure(server), "juliet", "juliet");
        RawClient second = bind(server, "juliet", "balcony");
        RawClient third = bind(server, "juliet", "balcony")) {
      assertThat(sync(second) + sync(third)).isEmpty();
      expect(client, "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
      client.header("localhost").readTo("xml:lang='en'>");
      expect(
          client,
          "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
              + "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'><optional/></session>"
              + "</stream:features>");
      client.send(
          "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
              + "<resource>chamber</resource></bind></iq>");
      expect(
          client,
          "<iq type='result' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
              + "<jid>juliet@localhost/chamber</jid></bind></iq>");
      client.send(
          "<iq type='set' id='s'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>");
      expect(
          client,
          "<iq type='result' id='s' from='juliet@localhost' to='juliet@localhost/chamber'/>");
      assertThat(server.sessions())
          .hasSize(3)
          .contains("juliet@localhost/chamber", "juliet@localhost/balcony");
    }
  }

  @Test
  void refuses_wrong_passwords_users_and_mechanisms_three_times() throws Exception {
    try (SmallServer server = server().start();
        RawClient client = secure(server)) {
      expect(plain(client, "juliet", "wrong"), FAILURE + "not-authorized/></failure>");
      expect(plain(client, "nobody", "juliet"), FAILURE + "not-authorized/></failure>");
      client.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='X'>AA==</auth>");
      expect(client, FAILURE + "invalid-mechanism/></failure>");
      assertThat(client.readToEnd()).startsWith("<stream:error><policy-violation ");
    }
  }

  @Test
  void knows_only_its_domain() throws Exception {
    try (SmallServer server = server().start();
        RawClient client = RawClient.connect(server.starttlsPort()).header("example.com")) {
      assertThat(client.readToEnd())
          .endsWith(
              "<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                  + "</stream:error></stream:stream>");
    }
  }

  @Test
  void answers_the_closing_tag() throws Exception {
    try (SmallServer server = server().start();
        RawClient client = bind(server, "juliet")) {
      client.send("<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq></stream:stream>");
      assertThat(client.readToEnd())
          .isEqualTo(
              "<iq type='result' id='p' from='juliet@localhost' to='juliet@localhost/j'/>"
                  + "</stream:stream>");
      assertThat(server.sessions()).isEmpty();
    }
  }

  @Test
  void ends_a_stream_that_is_not_well_formed() throws Exception {
    try (SmallServer server = server().start();
        RawClient client = bind(server, "juliet")) {
      client.send("<message></presence>");
      assertThat(client.readToEnd())
          .isEqualTo(
              "<stream:error><not-well-formed xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                  + "</stream:error></stream:stream>");
    }
  }

  @Test
  void takes_each_name_once() {
    try (SmallServer server = server().start()) {
      assertThatThrownBy(() -> server.addUser("juliet", "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("name: juliet (expected: one without an account)");
      assertThatThrownBy(() -> server.addUser("a@b", "x"))
          .hasMessage("name: a@b (expected: a local part)");
    }
  }
}
