package im.linnet.chatstates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChatStateTest {

  private static final String NS = "http://jabber.org/protocol/chatstates";

  private static Message.Builder chat() {
    return Message.builder(Jid.of("a@b")).type(Message.Type.CHAT);
  }

  @ParameterizedTest
  @EnumSource
  void reads_what_it_writes(ChatState state) {
    assertThat(state.toElement().namespace()).isEqualTo(NS);
    assertThat(ChatState.of(state.toElement())).isEqualTo(state);
    assertThat(ChatState.of(chat().payload(state).build())).isEqualTo(state);
  }

  @Test
  void refuses_what_is_none() {
    for (Element other :
        new Element[] {
          Element.of("typing", NS), Element.of("ACTIVE", NS), Element.of("active", "urn:other")
        }) {
      assertThatIllegalArgumentException().isThrownBy(() -> ChatState.of(other));
      assertThat(ChatState.of(chat().payload(other).build())).isNull();
    }
    assertThat(ChatState.of(chat().body("active").build())).isNull();
  }

  @Test
  void several_states_are_none() {
    assertThat(ChatState.of(chat().payload(ChatState.ACTIVE).payload(ChatState.COMPOSING).build()))
        .isNull();
    assertThat(
            ChatState.of(
                chat().payload(ChatState.ACTIVE).payload(Element.of("typing", NS)).build()))
        .isNull();
  }

  @Test
  void a_state_that_came_back_is_not_its_senders() {
    assertThat(ChatState.of(chat().type(Message.Type.ERROR).payload(ChatState.COMPOSING).build()))
        .isNull();
  }
}
