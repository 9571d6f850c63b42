package im.linnet.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CopiedTest {

  private static final Message MESSAGE = Message.chat(Jid.of("romeo@example.net"), "Hello");

  @ParameterizedTest
  @EnumSource(Copied.class)
  void a_mark_is_found_again(Copied copied) {
    assertThat(Copied.in(MESSAGE.toBuilder().payload(copied).build())).isEqualTo(copied);
  }

  @Test
  void other_messages_have_none() {
    assertThat(Copied.in(MESSAGE)).isNull();
    Element unknown = Element.builder("copied", Copied.NAMESPACE).attribute("way", "SENT").build();
    assertThat(Copied.in(MESSAGE.toBuilder().payload(unknown).build())).isNull();
    assertThatThrownBy(() -> Copied.of(unknown)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Copied.of(Element.of("copied", "urn:other")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
