package im.linnet.testkit.small;

import static im.linnet.testkit.small.Walk.bind;
import static im.linnet.testkit.small.Walk.expect;
import static im.linnet.testkit.small.Walk.interested;
import static im.linnet.testkit.small.Walk.online;
import static im.linnet.testkit.small.Walk.server;
import static im.linnet.testkit.small.Walk.sync;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The roster and its subscriptions (RFC 6121, sections 2 and 3). */
@Timeout(120)
class SmallRosterTest {
  private static final String GET = "<iq type='get' id='g'><query xmlns='jabber:iq:roster'/></iq>";
  private static final String DONE =
      "<iq type='result' id='s' from='juliet@localhost' to='juliet@localhost/j'/>";

  private static String set(String items) {
    return "<iq type='set' id='s'><query xmlns='jabber:iq:roster'>" + items + "</query></iq>";
  }

  private static String push(int number, String to, String item) {
    return "<iq type='set' id='small-%d' from='%s' to='%s'>"
            .formatted(number, to.substring(0, to.indexOf('/')), to)
        + "<query xmlns='jabber:iq:roster'>"
        + item
        + "</query></iq>";
  }

  @Test
  void stores_items_and_pushes_them_to_those_that_asked() throws Exception {
    try (SmallServer server = server().start();
        RawClient juliet = interested(server, "juliet");
        RawClient phone = bind(server, "juliet", "phone")) {
      String item =
          "<item jid='friend%hotmail.com@msn.localhost' name='A &amp; B' subscription='none'>"
              + "<group>Friends</group><group>Work</group></item>";
      juliet.send(
          set(
              "<item jid='friend%hotmail.com@msn.localhost' name='A &amp; B'>"
                  + "<group>Friends</group><group>Work</group></item>"));
      expect(juliet, push(1, "juliet@localhost/j", item), DONE);
      assertThat(sync(phone)).isEmpty();
      phone.send(GET);
      expect(
          phone,
          "<iq type='result' id='g' from='juliet@localhost' to='juliet@localhost/phone'>"
              + "<query xmlns='jabber:iq:roster'>"
              + item
              + "</query></iq>");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<item/> | modify | bad-request",
        "<item jid='a@localhost/r'/> | modify | bad-request",
        "<item jid='a@localhost'/><item jid='b@localhost'/> | modify | bad-request",
        "<item jid='a@localhost'><group>g</group><group>g</group></item> | modify | bad-request",
        "<item jid='a@localhost'><group/></item> | modify | not-acceptable",
        "<item jid='juliet@localhost'/> | cancel | not-allowed",
        "<item jid='a@localhost' subscription='remove'/> | cancel | item-not-found",
      })
  void refuses_items_that_break_rules(String items, String type, String condition)
      throws Exception {
    try (SmallServer server = server().start();
        RawClient juliet = interested(server, "juliet")) {
      juliet.send(set(items));
      expect(
          juliet,
          "<iq type='error' id='s' from='juliet@localhost' to='juliet@localhost/j'><error type='"
              + type
              + "'><"
              + condition
              + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
    }
  }

  @Test
  void shows_the_roster_to_its_owner_only() throws Exception {
    try (SmallServer server = server().start();
        RawClient romeo = bind(server, "romeo")) {
      romeo.send(
          "<iq type='get' id='g' to='juliet@localhost'><query xmlns='jabber:iq:roster'/></iq>");
      expect(
          romeo,
          "<iq type='error' id='g' from='juliet@localhost' to='romeo@localhost/r'>"
              + "<error type='cancel'><service-unavailable"
              + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
    }
  }

  /** The example of RFC 6121, section 3.1, then the same in the other direction. */
  @Test
  void subscribes_in_both_directions() throws Exception {
    try (SmallServer server = server().start();
        RawClient juliet = online(server, "juliet");
        RawClient romeo = online(server, "romeo")) {
      romeo.send("<presence type='subscribe' to='juliet@localhost/x'><x xmlns='y'/></presence>");
      expect(
          romeo,
          push(
              1,
              "romeo@localhost/r",
              "<item jid='juliet@localhost' subscription='none' ask='subscribe'/>"));
      expect(
          juliet,
          "<presence type='subscribe' to='juliet@localhost' from='romeo@localhost'>"
              + "<x xmlns='y'/></presence>");

      juliet.send("<presence type='subscribed' to='romeo@localhost'/>");
      expect(
          juliet,
          push(2, "juliet@localhost/j", "<item jid='romeo@localhost' subscription='from'/>"));
      expect(
          romeo,
          "<presence type='subscribed' to='romeo@localhost' from='juliet@localhost'/>",
          push(3, "romeo@localhost/r", "<item jid='juliet@localhost' subscription='to'/>"),
          "<presence from='juliet@localhost/j' to='romeo@localhost'/>");

      juliet.send("<presence type='subscribe' to='romeo@localhost'/>");
      romeo.readTo("type='subscribe' to='romeo@localhost' from='juliet@localhost'/>");
      romeo.send("<presence type='subscribed' to='juliet@localhost'/>");
      juliet.readTo("<presence from='romeo@localhost/r' to='juliet@localhost'/>");
      juliet.send(GET);
      assertThat(juliet.readTo("</iq>")).contains(Walk.BOTH);
    }
  }

  @Test
  void does_not_deliver_answers_that_nobody_waits_for() throws Exception {
    try (SmallServer server = server().start();
        RawClient juliet = online(server, "juliet");
        RawClient romeo = online(server, "romeo")) {
      romeo.send("<presence type='subscribed' to='juliet@localhost'/>");
      romeo.send("<presence type='unsubscribed' to='juliet@localhost'/>");
      romeo.send("<presence type='unsubscribe' to='juliet@localhost'/>");
      assertThat(sync(romeo)).isEmpty();
      assertThat(sync(juliet)).isEmpty();
    }
  }

  @Test
  void shows_that_a_request_reached_no_server() throws Exception {
    try (SmallServer server = server().start();
        RawClient juliet = online(server, "juliet")) {
      juliet.send("<presence type='subscribe' to='friend@example.com'/>");
      expect(
          juliet,
          push(
              1,
              "juliet@localhost/j",
              "<item jid='friend@example.com' subscription='none' ask='subscribe'/>"),
          "<presence type='error' from='friend@example.com' to='juliet@localhost'>"
              + "<error type='cancel'><remote-server-not-found"
              + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>");
    }
  }

  @Test
  void repeats_an_unanswered_request_at_each_sign_on() throws Exception {
    try (SmallServer server = server().start();
        RawClient romeo = online(server, "romeo")) {
      romeo.send("<presence type='subscribe' to='juliet@localhost'/>");
      sync(romeo);
      String self = "<presence from='juliet@localhost/j' to='juliet@localhost/j'/>";
      String request = "<presence type='subscribe' to='juliet@localhost' from='romeo@localhost'/>";
      for (int i = 0; i < 2; i++) {
        try (RawClient juliet = bind(server, "juliet")) {
          juliet.send("<presence/>");
          expect(juliet, self, request);
          juliet.send("</stream:stream>").readToEnd();
        }
      }
      try (RawClient juliet = interested(server, "juliet")) {
        juliet.send("<presence type='unsubscribed' to='romeo@localhost'/>");
        romeo.readTo(
            "<presence type='unsubscribed' to='romeo@localhost' from='juliet@localhost'/>");
        juliet.send("<presence/>");
        expect(juliet, self);
        assertThat(sync(juliet)).isEmpty();
      }
    }
  }

  @Test
  void ends_a_subscription_from_both_sides() throws Exception {
    try (SmallServer server = server().start();
        RawClient juliet = online(server, "juliet");
        RawClient romeo = online(server, "romeo")) {
      Walk.befriend(juliet, romeo);

      romeo.send("<presence type='unsubscribe' to='juliet@localhost'/>");
      assertThat(sync(romeo))
          .contains("<item jid='juliet@localhost' subscription='from'/>")
          .endsWith(
              "<presence type='unavailable' from='juliet@localhost/j' to='romeo@localhost'/>");
      assertThat(sync(juliet))
          .startsWith("<presence type='unsubscribe' to='juliet@localhost' from='romeo@localhost'/>")
          .contains("<item jid='romeo@localhost' subscription='to'/>");

      romeo.send("<presence type='unsubscribed' to='juliet@localhost'/>");
      assertThat(sync(romeo)).contains("<item jid='juliet@localhost' subscription='none'/>");
      assertThat(sync(juliet))
          .startsWith(
              "<presence type='unavailable' from='romeo@localhost/r' to='juliet@localhost'/>"
                  + "<presence type='unsubscribed' to='juliet@localhost' from='romeo@localhost'/>")
          .contains("<item jid='romeo@localhost' subscription='none'/>");
    }
  }

  @Test
  void ends_both_subscriptions_of_a_contact_that_is_removed() throws Exception {
    try (SmallServer server = server().start();
        RawClient juliet = online(server, "juliet");
        RawClient romeo = online(server, "romeo")) {
      Walk.befriend(juliet, romeo);

      juliet.send(set("<item jid='romeo@localhost' subscription='remove'/>"));
      assertThat(juliet.readTo(DONE))
          .contains("<item jid='romeo@localhost' subscription='remove'/>");
      assertThat(sync(romeo))
          .startsWith(
              "<presence type='unavailable' from='juliet@localhost/j' to='romeo@localhost'/>"
                  + "<presence type='unsubscribe' from='juliet@localhost' to='romeo@localhost'/>")
          .contains("<presence type='unsubscribed' from='juliet@localhost' to='romeo@localhost'/>")
          .endsWith("<item jid='juliet@localhost' subscription='none'/></query></iq>");
    }
  }
}
