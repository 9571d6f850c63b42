package im.linnet.testkit.small;

import static im.linnet.testkit.small.Walk.attach;
import static im.linnet.testkit.small.Walk.bind;
import static im.linnet.testkit.small.Walk.expect;
import static im.linnet.testkit.small.Walk.gateway;
import static im.linnet.testkit.small.Walk.header;
import static im.linnet.testkit.small.Walk.online;
import static im.linnet.testkit.small.Walk.server;
import static im.linnet.testkit.small.Walk.sync;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** External components (XEP-0114), as a gateway uses them. */
@Timeout(120)
class SmallComponentTest {

  private static String ended(String condition) {
    return "<stream:error><%s xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
            .formatted(condition)
        + "</stream:stream>";
  }

  @Test
  void opens_its_stream_without_a_version() throws Exception {
    try (SmallServer server = server().start();
        RawClient component = header(server, "msn.localhost")) {
      assertThat(component.readTo("from='msn.localhost'>"))
          .matches(
              "<\\?xml version='1.0'\\?><stream:stream xmlns='jabber:component:accept'"
                  + " xmlns:stream='http://etherx.jabber.org/streams' id='[^']+'"
                  + " from='msn.localhost'>");
    }
  }

  @Test
  void lets_in_who_knows_the_secret() throws Exception {
    try (SmallServer server = server().start();
        RawClient wrong = attach(server, "msn.localhost", "wrong");
        RawClient unknown = header(server, "icq.localhost");
        RawClient first = gateway(server);
        RawClient second = attach(server, "msn.localhost", "secret")) {
      assertThat(wrong.readToEnd()).isEqualTo(ended("not-authorized"));
      assertThat(unknown.readToEnd()).endsWith(ended("host-unknown"));
      assertThat(second.readToEnd()).isEqualTo(ended("conflict"));
      first.send("<presence type='probe' from='msn.localhost' to='nobody@localhost'/>");
      expect(first, "<presence type='unsubscribed' from='nobody@localhost' to='msn.localhost'/>");
    }
  }

  @Test
  void exchanges_stanzas_in_its_own_namespace() throws Exception {
    try (SmallServer server = server().start();
        RawClient gateway = gateway(server);
        RawClient juliet = online(server, "juliet")) {
      gateway.send(
          "<message from='friend%hotmail.com@msn.localhost/msn' to='juliet@localhost'>"
              + "<body>Hi</body><x xmlns='jabber:x:event'><composing/></x></message>");
      expect(
          juliet,
          "<message from='friend%hotmail.com@msn.localhost/msn' to='juliet@localhost'>"
              + "<body>Hi</body><x xmlns='jabber:x:event'><composing/></x></message>");
      juliet.send("<message to='friend%hotmail.com@msn.localhost'><body>Ho</body></message>");
      expect(
          gateway,
          "<message to='friend%hotmail.com@msn.localhost' from='juliet@localhost/j'>"
              + "<body>Ho</body></message>");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<message from='juliet@localhost' to='romeo@localhost'/> | invalid-from",
        "<message from='a@icq.localhost' to='romeo@localhost'/> | invalid-from",
        "<message to='romeo@localhost'/> | invalid-from",
        "<message from='msn.localhost'/> | improper-addressing",
        "<message xmlns='jabber:server' from='msn.localhost' to='a@b'/> | unsupported-stanza-type",
      })
  void refuses_stanzas_without_right_addresses(String stanza, String condition) throws Exception {
    try (SmallServer server = server().start();
        RawClient gateway = gateway(server)) {
      assertThat(gateway.send(stanza).readToEnd()).isEqualTo(ended(condition));
    }
  }

  /** The registration at a gateway as real servers carry it. */
  @Test
  void lets_a_gateway_subscribe_and_ends_it_with_the_roster_item() throws Exception {
    try (SmallServer server = server().start();
        RawClient gateway = gateway(server);
        RawClient juliet = online(server, "juliet")) {
      gateway.send("<presence type='subscribe' from='msn.localhost' to='juliet@localhost'/>");
      expect(juliet, "<presence type='subscribe' from='msn.localhost' to='juliet@localhost'/>");
      juliet.send("<presence type='subscribed' to='msn.localhost'/>");
      juliet.send("<presence type='subscribe' to='msn.localhost'/>");
      expect(
          gateway,
          "<presence type='subscribed' to='msn.localhost' from='juliet@localhost'/>",
          "<presence from='juliet@localhost/j' to='msn.localhost'/>",
          "<presence type='subscribe' to='msn.localhost' from='juliet@localhost'/>");
      gateway.send("<presence type='subscribed' from='msn.localhost' to='juliet@localhost'/>");
      juliet.readTo("<item jid='msn.localhost' subscription='both'/></query></iq>");

      juliet.send(
          "<iq type='set' id='r'><query xmlns='jabber:iq:roster'>"
              + "<item jid='msn.localhost' subscription='remove'/></query></iq>");
      expect(
          gateway,
          "<presence type='unavailable' from='juliet@localhost/j' to='msn.localhost'/>",
          "<presence type='unsubscribe' from='juliet@localhost' to='msn.localhost'/>",
          "<presence type='unsubscribed' from='juliet@localhost' to='msn.localhost'/>");
    }
  }

  @Test
  void sends_presence_and_probe_to_a_gateway_at_sign_on() throws Exception {
    try (SmallServer server = server().start();
        RawClient gateway = gateway(server)) {
      try (RawClient juliet = online(server, "juliet")) {
        juliet.send("<presence type='subscribe' to='f@msn.localhost'/>");
        gateway.readTo("/>");
        gateway.send("<presence type='subscribed' from='f@msn.localhost' to='juliet@localhost'/>");
        gateway.send("<presence type='subscribe' from='f@msn.localhost' to='juliet@localhost'/>");
        juliet.readTo("<presence type='subscribe' from='f@msn.localhost' to='juliet@localhost'/>");
        juliet.send("<presence type='subscribed' to='f@msn.localhost'/>");
        gateway.readTo("<presence from='juliet@localhost/j' to='f@msn.localhost'/>");
      }
      gateway.readTo(
          "<presence type='unavailable' from='juliet@localhost/j' to='f@msn.localhost'/>");
      try (RawClient juliet = online(server, "juliet")) {
        expect(
            gateway,
            "<presence from='juliet@localhost/j' to='f@msn.localhost'/>",
            "<presence type='probe' from='juliet@localhost/j' to='f@msn.localhost'/>");
        assertThat(sync(juliet)).isEmpty();
      }
    }
  }

  @Test
  void asks_the_server_for_the_card_of_a_user() throws Exception {
    try (SmallServer server = server().start();
        RawClient gateway = gateway(server);
        RawClient juliet = bind(server, "juliet")) {
      juliet.send("<iq type='set' id='i'><vCard xmlns='vcard-temp'><FN>J</FN></vCard></iq>");
      sync(juliet);
      gateway.send(
          "<iq type='get' id='v' from='msn.localhost/msn' to='juliet@localhost'>"
              + "<vCard xmlns='vcard-temp'/></iq>");
      expect(
          gateway,
          "<iq type='result' id='v' from='juliet@localhost' to='msn.localhost/msn'>"
              + "<vCard xmlns='vcard-temp'><FN>J</FN></vCard></iq>");
    }
  }

  @Test
  void can_be_cut_and_connect_again() throws Exception {
    try (SmallServer server = server().start();
        RawClient gateway = gateway(server);
        RawClient juliet = bind(server, "juliet")) {
      server.cutComponents();
      assertThat(gateway.readToEnd()).isEmpty();
      juliet.send("<message id='m' to='msn.localhost'><body>Hi</body></message>");
      assertThat(juliet.readTo("</message>")).contains("<remote-server-not-found ");
      gateway(server).close();
    }
  }
}
