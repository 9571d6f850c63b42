package im.linnet.sasl.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.messenger.MessengerProfile.Year;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class MessengerProfileTest {

  private static final Jid BOB = Jid.of("00037ffe22222222@messenger.live.com");
  private static final MessengerProfile EARLY = MessengerProfile.of(Year.YEAR_2011);
  private static final MessengerProfile LATE = MessengerProfile.of(Year.YEAR_2012);

  private static void refuses(Stanza stanza, MessengerProfile... profiles) {
    for (MessengerProfile profile : profiles) {
      assertThat(profile.refusal(stanza)).as("%s by %s", stanza, profile).startsWith("Messenger ");
    }
  }

  private static void allows(Stanza stanza, MessengerProfile... profiles) {
    for (MessengerProfile profile : profiles) {
      assertThat(profile.refusal(stanza)).as("%s by %s", stanza, profile).isNull();
    }
  }

  private static Iq roster(String jid, String subscription) {
    return Iq.set(
        null,
        Element.builder("query", "jabber:iq:roster")
            .child(
                Element.builder("item", "jabber:iq:roster")
                    .attribute("jid", jid)
                    .attribute("subscription", subscription)
                    .build())
            .build());
  }

  @Test
  @DisplayName("scenarios 2 and 45")
  void knows_where_the_service_is_and_how_to_keep_it() {
    assertThat(LATE.fallbackEndpoints())
        .isEqualTo(List.of(Endpoint.startTls("xmpp.messenger.live.com", 5222)));
    assertThat(LATE.assignsAccount()).isTrue();
    assertThat(LATE.keepAlive()).isEqualTo(KeepAlive.ping(Duration.ofSeconds(45)));
  }

  @ParameterizedTest(name = "scenario 39: {0}")
  @EnumSource(
      value = Message.Type.class,
      names = {"NORMAL", "GROUPCHAT", "HEADLINE"})
  void refuses_messages_that_are_not_chat(Message.Type type) {
    refuses(Message.builder(BOB).type(type).body("Hi").build(), EARLY, LATE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Message.Type.class,
      mode = Mode.EXCLUDE,
      names = {"NORMAL", "GROUPCHAT", "HEADLINE"})
  void allows_chat_and_errors(Message.Type type) {
    allows(Message.builder(BOB).type(type).build(), EARLY, LATE);
  }

  @Test
  @DisplayName("scenario 38: no probe")
  void refuses_probes() {
    refuses(Presence.builder(Presence.Type.PROBE).to(BOB).build(), EARLY, LATE);
    allows(Presence.available(), EARLY, LATE);
    allows(Presence.unavailable(), EARLY, LATE);
    allows(Presence.builder(Presence.Type.UNSUBSCRIBED).to(BOB).build(), EARLY, LATE);
  }

  @Test
  @DisplayName("scenario 36: contacts are added only")
  void refuses_to_remove_contacts() {
    refuses(roster(BOB.toString(), "remove"), EARLY, LATE);
    allows(roster(BOB.toString(), "none"), LATE);
    allows(Iq.get(null, Element.of("query", "jabber:iq:roster")), EARLY, LATE);
  }

  @Test
  void refuses_to_add_contacts_in_2011() {
    refuses(roster(BOB.toString(), "none"), EARLY);
    refuses(Presence.builder(Presence.Type.SUBSCRIBE).to(BOB).build(), EARLY);
    refuses(Presence.builder(Presence.Type.SUBSCRIBED).to(BOB).build(), EARLY);
    allows(Presence.builder(Presence.Type.SUBSCRIBE).to(BOB).build(), LATE);
    allows(Presence.builder(Presence.Type.SUBSCRIBED).to(BOB).build(), LATE);
    assertThat(EARLY.addsContacts()).isFalse();
    assertThat(LATE.addsContacts()).isTrue();
    assertThat(EARLY.chatStates()).isTrue();
    assertThat(LATE.chatStates()).isFalse();
  }

  @Test
  @DisplayName("scenario 40: vCards are read only")
  void refuses_to_set_a_vcard() {
    Element vcard = Element.of("vCard", "vcard-temp");
    refuses(Iq.set(null, vcard), EARLY, LATE);
    allows(Iq.get(BOB, vcard), EARLY, LATE);
    allows(Iq.get(BOB, vcard).withId("1").result(vcard), EARLY, LATE);
  }
}
