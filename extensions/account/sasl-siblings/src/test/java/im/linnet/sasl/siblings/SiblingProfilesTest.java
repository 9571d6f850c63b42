package im.linnet.sasl.siblings;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ServiceProfile;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.xml.Element;
import org.junit.jupiter.api.Test;

class SiblingProfilesTest {

  private static final Jid FRIEND = Jid.of("-123@chat.facebook.com");
  private static final Element ROSTER = Element.of("query", "jabber:iq:roster");

  @Test
  void google_is_found_without_srv_records() {
    ServiceProfile google = new GoogleTalkProfile();
    assertThat(google.fallbackEndpoints())
        .containsExactly(Endpoint.startTls("talk.google.com", 5222));
    assertThat(google.assignsAccount()).isTrue();
    assertThat(google.refusal(Iq.set(null, ROSTER))).isNull();
  }

  @Test
  void facebook_shows_contacts_and_changes_none() {
    ServiceProfile facebook = new FacebookChatProfile();
    assertThat(facebook.refusal(Iq.get(null, ROSTER))).isNull();
    assertThat(facebook.refusal(Iq.set(null, ROSTER))).contains("on the site");
    assertThat(facebook.refusal(Presence.builder(Presence.Type.SUBSCRIBE).to(FRIEND).build()))
        .contains("on the site");
    assertThat(facebook.refusal(Presence.available())).isNull();
  }

  @Test
  void facebook_carries_chat_alone() {
    ServiceProfile facebook = new FacebookChatProfile();
    assertThat(facebook.refusal(Message.chat(FRIEND, "hi"))).isNull();
    assertThat(
            facebook.refusal(
                Message.builder(FRIEND).type(Message.Type.GROUPCHAT).body("hi").build()))
        .contains("type chat");
  }
}
