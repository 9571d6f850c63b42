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
import im.linnet.testkit.messenger.JidLookup.Form;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The service's data of its users: vCards, chats, addresses. */
@Timeout(120)
class MessengerDataTest {

  @Test
  void shows_vcards_of_oneself_and_of_contacts() throws Exception {
    Card card = Card.of("B").withPhoto("image/png", new byte[] {1, 2, 3});
    try (MessengerService service = direct().friends(ALICE, BOB).card(BOB, card).start();
        RawClient client = bind(service.front(), ALICE)) {
      assertThat(card(client, "get", "")).contains("type='result'", "<FN>Alice</FN>");
      assertThat(card(client, "get", " to='" + ALICE_JID + "'")).contains("<FN>Alice</FN>");
      assertThat(card(client, "get", " to='" + BOB_JID + "'"))
          .contains("from='" + BOB_JID, "<FN>B</FN>", "<BINVAL>AQID</BINVAL>");
    }
  }

  @Test
  void shows_no_vcard_of_others_and_changes_none() throws Exception {
    try (MessengerService service = direct().start();
        RawClient client = bind(service.front(), ALICE)) {
      assertThat(card(client, "get", " to='" + BOB_JID + "'")).contains("<item-not-found ");
      assertThat(card(client, "set", "")).contains("<feature-not-implemented ");
    }
  }

  @Test
  void hides_vcards_as_it_is_told() throws Exception {
    UnaryOperator<Offer> change =
        offer ->
            offer.withCards(
                offer.cards().withOwn(false).withHidden(null).withChange(Reaction.error("gone")));
    try (MessengerService service = start(change);
        RawClient client = bind(service.front(), ALICE)) {
      assertThat(card(client, "get", "")).contains("<vCard xmlns='vcard-temp'></vCard>");
      assertThat(card(client, "set", "")).contains("<gone ");
    }
  }

  @Test
  void takes_no_card_that_would_break_the_stream() {
    assertThatThrownBy(() -> new Card("<FN>")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keeps_the_last_messages_and_heeds_no_page() throws Exception {
    UnaryOperator<Offer> two = offer -> offer.withHistory(offer.history().withKept(2));
    try (MessengerService service = start(two);
        RawClient alice = bind(service.front(), ALICE);
        RawClient bob = bind(service.front(), BOB)) {
      for (String body : new String[] {"one", "two &amp; a half", "three"}) {
        alice.send("<message type='chat' to='" + BOB_JID + "'><body>" + body + "</body></message>");
      }
      String list =
          archive(
              alice,
              "<list xmlns='urn:xmpp:archive' with='"
                  + BOB_JID
                  + "/phone' end='1970-01-01T00:00:00Z'>"
                  + "<set xmlns='http://jabber.org/protocol/rsm'><max>1</max></set></list>");
      assertThat(list).contains("with='" + BOB_JID + "' start='").doesNotContain("rsm");
      String start = list.replaceAll("(?s).* start='([^']*)'.*", "$1");
      String retrieve = "<retrieve xmlns='urn:xmpp:archive' with='%s' start='" + start + "'/>";
      assertThat(archive(alice, retrieve.formatted(BOB_JID)))
          .contains("<to secs='0'><body>two &amp; a half</body></to>", "<body>three</body></to>")
          .doesNotContain("<body>one</body>");
      assertThat(archive(bob, retrieve.formatted(ALICE_JID))).contains("<from secs='0'><body>two");
      assertThat(archive(alice, retrieve.formatted(BOB_JID).replace(start, "2001-01-01T00:00:00Z")))
          .contains("<item-not-found ");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, type='result'", "false, <bad-request"})
  void retrieves_without_start_as_it_is_told(boolean newest, String expected) throws Exception {
    UnaryOperator<Offer> change =
        offer -> offer.withHistory(offer.history().withNewestWithoutStart(newest));
    try (MessengerService service = start(change);
        RawClient client = bind(service.front(), ALICE)) {
      client.send("<message type='chat' to='" + BOB_JID + "'><body>hi</body></message>");
      assertThat(archive(client, "<retrieve xmlns='urn:xmpp:archive' with='" + BOB_JID + "'/>"))
          .contains(expected);
      assertThat(archive(client, "<retrieve xmlns='urn:xmpp:archive'/>")).contains("<bad-request ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EMPTY_LIST, <list xmlns='urn:xmpp:archive'></list>, <chat xmlns='urn:xmpp:archive'",
    "EMPTY_CHAT, <chat xmlns='urn:xmpp:archive', <chat xmlns='urn:xmpp:archive'",
    "NO_CHILD, '></iq>', '></iq>'",
    "ITEM_NOT_FOUND, <item-not-found, <item-not-found",
  })
  void has_four_forms_of_nothing(EmptyHistory form, String list, String chat) throws Exception {
    try (MessengerService service =
            direct()
                .withoutHistory(ALICE)
                .withoutHistory(BOB)
                .settings(
                    s -> s.withOffer(s.offer().withHistory(s.offer().history().withEmpty(form))))
                .start();
        RawClient client = bind(service.front(), ALICE)) {
      client.send("<message type='chat' to='" + BOB_JID + "'><body>hi</body></message>");
      String with = " xmlns='urn:xmpp:archive' with='" + BOB_JID + "'/>";
      assertThat(archive(client, "<list" + with)).contains(list);
      assertThat(archive(client, "<retrieve" + with)).contains(chat).doesNotContain("body");
    }
  }

  @Test
  void has_no_archive_in_2011() throws Exception {
    try (MessengerService service = direct().profile(Profile.YEAR_2011).start();
        RawClient client = bind(service.front(), ALICE)) {
      assertThat(archive(client, "<list xmlns='urn:xmpp:archive'/>"))
          .contains("<service-unavailable ");
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void answers_look_ups_in_every_form(Form form) throws Exception {
    try (MessengerService service =
            start(offer -> offer.withLookup(offer.lookup().withForm(form)));
        RawClient client = bind(service.front(), ALICE)) {
      String expected =
          switch (form) {
            case NORMAL -> "from='bob@hotmail.com' to='" + ALICE_JID + "/";
            case NOT_SWAPPED -> "from='" + ALICE_JID + "' to='bob@hotmail.com'";
            case WITHOUT_JID -> "jidlookup'></getjid>";
            case EMPTY_JID -> "<jid/>";
            case NO_CHILD -> "'></iq>";
          };
      assertThat(lookup(client, "bob@hotmail.com")).contains(expected);
    }
  }

  @Test
  void knows_escaped_addresses_and_refuses_others_as_it_is_told() throws Exception {
    MessengerUser odd = new MessengerUser("3", "o'\\ab@hotmail.com", "O'", "t");
    try (MessengerService service =
            direct()
                .user(odd)
                .settings(
                    s ->
                        s.withOffer(
                            s.offer()
                                .withLookup(
                                    s.offer().lookup().withUnknown(Reaction.error("not-allowed")))))
                .start();
        RawClient client = bind(service.front(), ALICE)) {
      assertThat(lookup(client, "o\\27\\ab@hotmail.com")).contains("<jid>3@messenger.live.com");
      assertThat(lookup(client, "x@hotmail.com")).contains("<not-allowed ");
    }
  }

  @Test
  void invites_without_a_name_and_answers_probes_if_it_is_told_to() throws Exception {
    UnaryOperator<Offer> change =
        offer -> offer.withNicks(false).withProbe(Reaction.error("feature-not-implemented"));
    try (MessengerService service = start(change);
        RawClient alice = bind(service.front(), ALICE);
        RawClient bob = online(service.front(), BOB)) {
      alice.send("<presence type='subscribe' to='" + BOB_JID + "'/>").readTo("</iq>");
      assertThat(bob.readTo("</presence>")).contains("subscribe").doesNotContain("nick");
      alice.send("<presence type='probe' id='p' to='" + BOB_JID + "'/>");
      assertThat(alice.readTo("</presence>")).contains("id='p'", "<feature-not-implemented ");
    }
  }

  private static MessengerService start(UnaryOperator<Offer> change) {
    return direct().settings(s -> s.withOffer(change.apply(s.offer()))).start();
  }

  private static String card(RawClient client, String type, String to) throws IOException {
    client.send("<iq type='" + type + "' id='v'" + to + "><vCard xmlns='vcard-temp'/></iq>");
    return client.readTo("</iq>");
  }

  private static String archive(RawClient client, String payload) throws IOException {
    return client.send("<iq type='get' id='h'>" + payload + "</iq>").readTo("</iq>");
  }

  private static String lookup(RawClient client, String email) throws IOException {
    client.send(
        "<iq type='get' id='j' to='%s'><getjid xmlns='%s'/></iq>".formatted(email, JidLookup.FULL));
    return client.readTo("</iq>");
  }
}
