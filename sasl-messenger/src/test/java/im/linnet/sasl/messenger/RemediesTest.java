package im.linnet.sasl.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import im.linnet.sasl.messenger.MessengerProfile.Year;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Follows the advice in the messages of the Messenger profile: it must help. */
class RemediesTest {

  private static final Jid BOB = Jid.of("00037ffe22222222@messenger.live.com");

  @Test
  void the_state_of_2012_takes_what_that_of_2011_refuses() {
    List<Stanza> refused =
        List.of(
            Presence.builder(Presence.Type.SUBSCRIBE).to(BOB).build(),
            Presence.builder(Presence.Type.SUBSCRIBED).to(BOB).build(),
            Iq.set(null, Element.of("query", "jabber:iq:roster")));
    for (Stanza stanza : refused) {
      assertThat(MessengerProfile.of(Year.YEAR_2011).refusal(stanza)).contains("2012");
      assertThat(MessengerProfile.of(Year.YEAR_2012).refusal(stanza)).isNull();
    }
  }

  @Test
  void a_message_of_type_chat_is_taken() {
    MessengerProfile profile = MessengerProfile.of(Year.YEAR_2012);
    assertThat(profile.refusal(Message.builder(BOB).type(Message.Type.NORMAL).build()))
        .contains("Message.chat(to, body)");
    assertThat(profile.refusal(Message.chat(BOB, "Hello"))).isNull();
  }
}
