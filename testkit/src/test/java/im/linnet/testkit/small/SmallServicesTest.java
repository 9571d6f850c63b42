package im.linnet.testkit.small;

import static im.linnet.testkit.small.Walk.bind;
import static im.linnet.testkit.small.Walk.expect;
import static im.linnet.testkit.small.Walk.server;
import static im.linnet.testkit.small.Walk.sync;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests that the server answers. */
@Timeout(120)
class SmallServicesTest {
  private static final String CARD = "<vCard xmlns='vcard-temp'><NICKNAME>Jule</NICKNAME></vCard>";

  private static String error(String from, String to, String type, String condition) {
    return "<iq type='error' id='i' from='%s' to='%s'>".formatted(from, to)
        + "<error type='%s'><%s xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
            .formatted(type, condition);
  }

  @Test
  void describes_itself_and_lists_its_components() throws Exception {
    try (SmallServer server = server().component("irc.localhost", "x").start();
        RawClient client = bind(server, "juliet")) {
      client.send(
          "<iq type='get' id='i' to='localhost'>"
              + "<query xmlns='http://jabber.org/protocol/disco#items'/></iq>");
      expect(
          client,
          "<iq type='result' id='i' from='localhost' to='juliet@localhost/j'>"
              + "<query xmlns='http://jabber.org/protocol/disco#items'>"
              + "<item jid='msn.localhost'/><item jid='irc.localhost'/></query></iq>");
      client.send(
          "<iq type='get' id='i' to='localhost'>"
              + "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
      assertThat(client.readTo("</iq>"))
          .contains(
              "<identity category='server' type='im' name='Small server'/>",
              "<feature var='jabber:iq:register'/>",
              "<feature var='vcard-temp'/>");
      client.send(
          "<iq type='get' id='i'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
      assertThat(client.readTo("</iq>"))
          .contains("<identity category='account' type='registered'/>");
    }
  }

  @Test
  void keeps_vcards_and_answers_for_their_owners() throws Exception {
    try (SmallServer server = server().start();
        RawClient juliet = bind(server, "juliet");
        RawClient romeo = bind(server, "romeo")) {
      String get = "<iq type='get' id='i' to='juliet@localhost'><vCard xmlns='vcard-temp'/></iq>";
      expect(
          juliet.send("<iq type='get' id='i'><vCard xmlns='vcard-temp'/></iq>"),
          error("juliet@localhost", "juliet@localhost/j", "cancel", "item-not-found"));
      expect(
          romeo.send(get),
          error("juliet@localhost", "romeo@localhost/r", "cancel", "service-unavailable"));
      expect(
          juliet.send("<iq type='set' id='i'>" + CARD + "</iq>"),
          "<iq type='result' id='i' from='juliet@localhost' to='juliet@localhost/j'/>");
      expect(
          romeo.send(get),
          "<iq type='result' id='i' from='juliet@localhost' to='romeo@localhost/r'>"
              + CARD
              + "</iq>");
      expect(
          romeo.send("<iq type='set' id='i' to='juliet@localhost'>" + CARD + "</iq>"),
          error("juliet@localhost", "romeo@localhost/r", "auth", "forbidden"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "get, localhost, cancel, service-unavailable",
    "get, juliet@localhost, cancel, service-unavailable",
    "get, romeo@localhost, cancel, service-unavailable",
    "get, romeo@localhost/none, cancel, service-unavailable",
    "get, nobody@localhost, cancel, service-unavailable",
    "get, example.com, cancel, remote-server-not-found",
    "other, localhost, modify, bad-request",
  })
  void refuses_other_requests(String iqType, String to, String type, String condition)
      throws Exception {
    try (SmallServer server = server().start();
        RawClient client = bind(server, "juliet")) {
      client.send("<iq type='" + iqType + "' id='i' to='" + to + "'><x xmlns='y'/></iq>");
      expect(client, error(to, "juliet@localhost/j", type, condition));
    }
  }

  @Test
  void passes_requests_between_sessions() throws Exception {
    try (SmallServer server = server().start();
        RawClient juliet = bind(server, "juliet");
        RawClient romeo = bind(server, "romeo")) {
      romeo.send("<iq type='get' id='i' to='juliet@localhost/j'><x xmlns='y'/></iq>");
      expect(
          juliet,
          "<iq type='get' id='i' to='juliet@localhost/j' from='romeo@localhost/r'>"
              + "<x xmlns='y'/></iq>");
      juliet.send("<iq type='result' id='i' to='romeo@localhost/r'/>");
      expect(romeo, "<iq type='result' id='i' to='romeo@localhost/r' from='juliet@localhost/j'/>");
      juliet.send("<iq type='result' id='i' to='romeo@localhost'/>");
      juliet.send("<iq type='result' id='i' to='nobody@localhost'/>");
      assertThat(sync(juliet)).isEmpty();
      assertThat(sync(romeo)).isEmpty();
    }
  }
}
