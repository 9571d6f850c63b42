package im.linnet.testkit.messenger;

import static im.linnet.testkit.messenger.MessengerLogin.ALICE;
import static im.linnet.testkit.messenger.MessengerLogin.ALICE_JID;
import static im.linnet.testkit.messenger.MessengerLogin.BOB;
import static im.linnet.testkit.messenger.MessengerLogin.BOB_JID;
import static im.linnet.testkit.messenger.MessengerLogin.bind;
import static im.linnet.testkit.messenger.MessengerLogin.direct;
import static im.linnet.testkit.messenger.MessengerLogin.online;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.RawClient;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class MessengerSessionTest {
  private static final String ROSTER_GET =
      "<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>";

  @Test
  void echoes_a_chat_message_with_a_prefix() throws Exception {
    try (MessengerService service = direct().start();
        RawClient client = online(service.front(), ALICE)) {
      client.send(
          "<message type='chat' to='" + service.echoJid() + "'><body>1 &lt; 2</body></message>");
      assertThat(client.readTo("</message>"))
          .contains("from='" + service.echoJid() + "/echo'", "<body>echo: 1 &lt; 2</body>");
    }
  }

  @Test
  void shows_the_contact_list_from_the_domain() throws Exception {
    try (MessengerService service = direct().friends(ALICE, BOB).start();
        RawClient client = bind(service.front(), ALICE)) {
      assertThat(client.send(ROSTER_GET).readTo("</iq>"))
          .startsWith("<iq type='result' id='r' from='messenger.live.com' to='" + ALICE_JID + "/")
          .contains("<item jid='" + service.echoJid() + "' name='Echo' subscription='both'/>")
          .contains("<item jid='" + BOB_JID + "' name='Bob &amp; Co' subscription='both'/>");
    }
  }

  @ParameterizedTest
  @EnumSource(ReplyFrom.class)
  void answers_from_whom_it_is_told_to(ReplyFrom from) throws Exception {
    try (MessengerService service = direct().settings(s -> s.withReplyFrom(from)).start();
        RawClient client = bind(service.front(), ALICE)) {
      String expected =
          switch (from) {
            case DOMAIN -> "<iq type='result' id='r' from='messenger.live.com' to=";
            case BARE_JID -> "<iq type='result' id='r' from='" + ALICE_JID + "' to=";
            case ABSENT -> "<iq type='result' id='r' to=";
          };
      assertThat(client.send(ROSTER_GET).readTo("</iq>")).startsWith(expected);
    }
  }

  @Test
  void passes_presence_and_chat_between_contacts() throws Exception {
    try (MessengerService service = direct().friends(ALICE, BOB).start();
        RawClient alice = online(service.front(), ALICE);
        RawClient bob = bind(service.front(), BOB)) {
      bob.send("<presence><show>away</show></presence>");
      assertThat(bob.readTo("</presence>")).contains("from='" + BOB_JID, "<show>away</show>");
      assertThat(bob.readTo("/>")).contains("from='" + service.echoJid());
      assertThat(bob.readTo("/>")).contains("<presence from='" + ALICE_JID);
      assertThat(alice.readTo("</presence>")).contains("from='" + BOB_JID, "<show>away</show>");
      alice.send(
          "<message type='chat' id='m' to='"
              + BOB_JID
              + "'><body>hi</body><active xmlns='http://jabber.org/protocol/chatstates'/>"
              + "<x xmlns='y'/></message>");
      assertThat(bob.readTo("</message>"))
          .contains("from='" + ALICE_JID + "/", "id='m'", "<body>hi</body><x xmlns='y'/>")
          .doesNotContain("active");
      bob.send("</stream:stream>");
      assertThat(alice.readTo("/>")).contains("type='unavailable'", "from='" + BOB_JID);
    }
  }

  @Test
  void keeps_messages_for_later_with_a_delay() throws Exception {
    try (MessengerService service = direct().friends(ALICE, BOB).start();
        RawClient alice = online(service.front(), ALICE)) {
      alice.send("<message type='chat' to='" + BOB_JID + "'><body>later</body></message>");
      alice.send("<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>").readTo("</iq>");
      try (RawClient bob = bind(service.front(), BOB)) {
        assertThat(bob.send("<presence/>").readTo("</message>"))
            .contains("<body>later</body><delay xmlns='urn:xmpp:delay' from='messenger.live.com'");
      }
    }
  }

  @Test
  void passes_chat_states_in_2011() throws Exception {
    try (MessengerService service =
            direct().profile(Profile.YEAR_2011).friends(ALICE, BOB).start();
        RawClient alice = online(service.front(), ALICE);
        RawClient bob = online(service.front(), BOB)) {
      bob.readTo("/>");
      alice.send(
          "<message type='chat' to='"
              + BOB_JID
              + "'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
      assertThat(bob.readTo("</message>")).contains("<composing");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {" type='groupchat'", " type='headline'", " type='normal'", ""})
  void refuses_messages_that_are_no_chat(String type) throws Exception {
    try (MessengerService service = direct().start();
        RawClient client = online(service.front(), ALICE)) {
      client.send(
          "<message id='g' to='" + service.echoJid() + "'" + type + "><body>x</body></message>");
      assertThat(client.readTo("</message>"))
          .contains("type='error' id='g' from='" + service.echoJid(), "<service-unavailable ");
    }
  }

  @Test
  void adds_a_contact_by_subscription_with_a_nickname() throws Exception {
    try (MessengerService service = direct().start();
        RawClient alice = online(service.front(), ALICE);
        RawClient bob = online(service.front(), BOB)) {
      alice.send(
          "<iq type='set' id='a'><query xmlns='jabber:iq:roster'><item jid='"
              + BOB_JID
              + "'/></query></iq>");
      assertThat(alice.readTo("</iq>")).contains("id='push-", "ask='subscribe'");
      assertThat(alice.readTo("</iq>")).contains("type='result' id='a'");
      alice.send("<presence type='subscribe' to='" + BOB_JID + "'/>").readTo("</iq>");
      assertThat(bob.readTo("</presence>"))
          .contains("type='subscribe' from='" + ALICE_JID + "'", ">Alice</nick>");
      bob.send("<presence type='subscribed' to='" + ALICE_JID + "'/>");
      assertThat(bob.readTo("</iq>")).contains("jid='" + ALICE_JID, "subscription='both'");
      assertThat(alice.readTo("</iq>")).contains("jid='" + BOB_JID, "subscription='both'");
      assertThat(alice.readTo("</presence>")).contains("type='subscribed' from='" + BOB_JID);
      assertThat(alice.readTo("/>")).contains("<presence from='" + BOB_JID + "/");
    }
  }

  @Test
  void removes_and_renames_nobody() throws Exception {
    try (MessengerService service = direct().start();
        RawClient client = online(service.front(), ALICE)) {
      String item = "<item jid='" + service.echoJid() + "' subscription='remove'/>";
      client.send(
          "<iq type='set' id='x'><query xmlns='jabber:iq:roster'>" + item + "</query></iq>");
      assertThat(client.readTo("</iq>"))
          .contains("type='error' id='x'", "<error type='cancel'><feature-not-implemented ");
      String other = item.replace("subscription='remove'", "name='New'");
      client.send(
          "<iq type='set' id='y'><query xmlns='jabber:iq:roster'>" + other + "</query></iq>");
      assertThat(client.readTo("</iq>")).contains("type='error' id='y'", "feature-not-implemented");
    }
  }

  @Test
  void adds_nobody_in_2011() throws Exception {
    try (MessengerService service = direct().profile(Profile.YEAR_2011).start();
        RawClient client = online(service.front(), ALICE)) {
      client.send("<presence type='subscribe' id='s' to='" + BOB_JID + "'/>");
      assertThat(client.readTo("</presence>"))
          .contains("type='error' id='s'", "feature-not-implemented");
    }
  }

  @Test
  void looks_an_address_up_by_email() throws Exception {
    try (MessengerService service = direct().start();
        RawClient client = bind(service.front(), ALICE)) {
      client.send(
          "<iq type='get' id='d' to='messenger.live.com'>"
              + "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
      assertThat(client.readTo("</iq>")).contains("<feature var='" + JidLookup.FULL + "'/>");
      String lookup = "<getjid xmlns='" + JidLookup.FULL + "'/></iq>";
      client.send("<iq type='get' id='1' to='bob@hotmail.com'>" + lookup);
      assertThat(client.readTo("</iq>"))
          .contains("from='bob@hotmail.com'", "<jid>" + BOB_JID + "</jid>");
      client.send("<iq type='get' id='2' to='nobody@hotmail.com'>" + lookup);
      assertThat(client.readTo("</iq>")).contains("type='error' id='2'", "<item-not-found ");
    }
  }

  @Test
  void looks_nothing_up_in_2011() throws Exception {
    try (MessengerService service = direct().profile(Profile.YEAR_2011).start();
        RawClient client = bind(service.front(), ALICE)) {
      client.send(
          "<iq type='get' id='1' to='bob@hotmail.com'><getjid xmlns='"
              + JidLookup.FULL
              + "'/></iq>");
      assertThat(client.readTo("</iq>")).contains("<service-unavailable ");
    }
  }

  @Test
  void answers_unknown_requests_with_service_unavailable() throws Exception {
    try (MessengerService service =
            direct().settings(s -> s.withOffer(s.offer().withPing(false))).start();
        RawClient client = bind(service.front(), ALICE)) {
      client.send("<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>");
      assertThat(client.readTo("</iq>")).contains("type='error' id='p'", "<service-unavailable ");
      client.send("<iq type='get' id='q'/>");
      assertThat(client.readTo("</iq>")).contains("type='error' id='q'", "<bad-request ");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Ending.class,
      names = {"CLOSE_TAG", "FIN", "RESET"})
  void ends_an_idle_session_though_white_space_comes(Ending ending) throws Exception {
    IdleRule rule = IdleRule.after(Duration.ofSeconds(1), ending);
    try (MessengerService service = direct().idle(rule).start();
        RawClient client = bind(service.front(), ALICE)) {
      if (ending == Ending.RESET) {
        assertThatThrownBy(() -> client.send(" ").readToEnd()).isInstanceOf(IOException.class);
      } else {
        assertThat(client.send(" ").readToEnd())
            .isEqualTo(ending == Ending.CLOSE_TAG ? "</stream:stream>" : "");
        service.ended().await("the end", e -> e.by() == Ended.By.SERVICE);
      }
    }
  }

  @Test
  void ends_an_idle_session_with_a_stream_error_if_told_to() throws Exception {
    IdleRule rule = IdleRule.after(Duration.ofSeconds(1), Ending.CLOSE_TAG).withError();
    try (MessengerService service = direct().idle(rule).start();
        RawClient client = bind(service.front(), ALICE)) {
      assertThat(client.readToEnd())
          .contains("<connection-timeout xmlns=")
          .endsWith("</stream:error></stream:stream>");
    }
  }

  @Test
  void pushes_and_ends_on_demand() throws Exception {
    try (MessengerService service = direct().start();
        RawClient client = online(service.front(), ALICE)) {
      service.push(ALICE, "<message><x/></message>");
      assertThat(client.readTo("</message>")).isEqualTo("<message><x/></message>");
      service.endSessions(Ending.FIN);
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void names_what_came_when_an_event_does_not() throws Exception {
    try (MessengerService service = direct().start();
        RawClient client = online(service.front(), ALICE)) {
      client.send("<message id='seen'/>").readTo("</message>");
      assertThatThrownBy(
              () -> service.received().await("a unicorn", r -> false, Duration.ofMillis(20)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("a unicorn did not come within PT0.02S")
          .hasMessageContaining("[1 at 0, TLS] <message id='seen'/>")
          .hasMessageContaining("[1 at 0, TLS] <auth ...>")
          .hasMessageNotContaining(ALICE.token());
    }
  }
}
