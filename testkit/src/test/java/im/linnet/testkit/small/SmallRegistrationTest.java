package im.linnet.testkit.small;

import static im.linnet.testkit.small.Walk.bind;
import static im.linnet.testkit.small.Walk.expect;
import static im.linnet.testkit.small.Walk.online;
import static im.linnet.testkit.small.Walk.plain;
import static im.linnet.testkit.small.Walk.secure;
import static im.linnet.testkit.small.Walk.server;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In-band registration (XEP-0077). */
@Timeout(120)
class SmallRegistrationTest {
  private static final String ERRORS = "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";

  private static RawClient register(RawClient client, String content) throws Exception {
    return client.send(
        "<iq type='set' id='r'><query xmlns='jabber:iq:register'>" + content + "</query></iq>");
  }

  private static String fields(String name, String password) {
    return "<username>" + name + "</username><password>" + password + "</password>";
  }

  @Test
  void registers_an_account_before_signing_in() throws Exception {
    try (SmallServer server = server().start();
        RawClient client = secure(server)) {
      client.send("<iq type='get' id='f'><query xmlns='jabber:iq:register'/></iq>");
      expect(
          client,
          "<iq type='result' id='f' from='localhost'><query xmlns='jabber:iq:register'>"
              + "<instructions>Choose a username and password for use with this service."
              + "</instructions><username/><password/></query></iq>");
      expect(
          register(client, fields("juliet", "x")),
          "<iq type='error' id='r' from='localhost'><error type='cancel'><conflict " + ERRORS);
      expect(
          register(client, fields("paris", "")),
          "<iq type='error' id='r' from='localhost'><error type='modify'><not-acceptable "
              + ERRORS);
      expect(
          register(client, fields("paris", "count")),
          "<iq type='result' id='r' from='localhost'></iq>");
      plain(client, "paris", "count");
      expect(client, "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
    }
  }

  @Test
  void refuses_registration_where_it_is_switched_off() throws Exception {
    try (SmallServer server = server().registration(false).start();
        RawClient client = secure(server)) {
      expect(
          register(client, fields("paris", "count")),
          "<iq type='error' id='r' from='localhost'><error type='cancel'><not-allowed " + ERRORS);
    }
  }

  @Test
  void changes_the_password() throws Exception {
    try (SmallServer server = server().start();
        RawClient client = bind(server, "juliet")) {
      client.send("<iq type='get' id='f' to='localhost'><query xmlns='jabber:iq:register'/></iq>");
      expect(
          client,
          "<iq type='result' id='f' from='localhost' to='juliet@localhost/j'>"
              + "<query xmlns='jabber:iq:register'><registered/><username>juliet</username>"
              + "<password/></query></iq>");
      expect(
          register(client, fields("juliet", "rose")),
          "<iq type='result' id='r' from='juliet@localhost' to='juliet@localhost/j'/>");
      expect(
          register(client, fields("romeo", "rose")),
          "<iq type='error' id='r' from='juliet@localhost' to='juliet@localhost/j'>"
              + "<error type='cancel'><not-allowed "
              + ERRORS);
      try (RawClient again = plain(secure(server), "juliet", "rose")) {
        expect(again, "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
      }
    }
  }

  @Test
  void removes_the_account_and_ends_its_subscriptions() throws Exception {
    try (SmallServer server = server().start();
        RawClient juliet = online(server, "juliet");
        RawClient romeo = online(server, "romeo")) {
      Walk.befriend(juliet, romeo);

      register(juliet, "<remove/>");

      assertThat(juliet.readToEnd())
          .isEqualTo(
              "<presence type='unavailable' from='romeo@localhost/r' to='juliet@localhost'/>"
                  + "<iq type='result' id='r' from='juliet@localhost' to='juliet@localhost/j'/>"
                  + "<stream:error><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                  + "</stream:error></stream:stream>");
      expect(
          romeo,
          "<presence type='unavailable' from='juliet@localhost/j' to='romeo@localhost'/>",
          "<presence type='unsubscribe' from='juliet@localhost' to='romeo@localhost'/>");
      try (RawClient again = plain(secure(server), "juliet", "juliet")) {
        assertThat(again.readTo("</failure>")).contains("<not-authorized/>");
      }
    }
  }
}
