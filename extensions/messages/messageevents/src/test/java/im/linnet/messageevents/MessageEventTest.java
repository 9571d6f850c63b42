package im.linnet.messageevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.jid.Jid;
import im.linnet.messageevents.MessageEvent.Kind;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageEventTest {

  private static final String NS = "jabber:x:event";

  private static Element x(String... children) {
    var x = Element.builder("x", NS);
    for (String child : children) {
      x.child(child.equals("id") ? Element.of("id", NS, "m22") : Element.of(child, NS));
    }
    return x.build();
  }

  @Test
  void reads_what_it_writes() {
    for (MessageEvent event :
        new MessageEvent[] {
          MessageEvent.request(),
          new MessageEvent(Kind.COMPOSING, "m22"),
          new MessageEvent(Kind.COMPOSING, ""),
          new MessageEvent(Kind.CANCELLED, "m22"),
          new MessageEvent(Kind.CANCELLED, "")
        }) {
      assertThat(MessageEvent.of(event.toElement())).isEqualTo(event);
      Message message = Message.builder(Jid.of("a@b")).payload(event).build();
      assertThat(message.payload(MessageEvent.TYPE)).isEqualTo(event);
    }
    assertThat(new MessageEvent(Kind.CANCELLED, "").toElement().toXml())
        .isEqualTo("<x xmlns=\"jabber:x:event\"><id/></x>");
  }

  @Test
  void reads_a_request_for_several_events() {
    assertThat(MessageEvent.of(x("offline", "delivered", "composing")).kind())
        .isEqualTo(Kind.REQUESTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"delivered", "displayed", "offline", "paused"})
  void another_event_cancels_nothing(String other) {
    assertThatIllegalArgumentException().isThrownBy(() -> MessageEvent.of(x(other, "id")));
    assertThatIllegalArgumentException().isThrownBy(() -> MessageEvent.of(x(other)));
  }

  @Test
  void refuses_what_is_none() {
    assertThatIllegalArgumentException().isThrownBy(() -> MessageEvent.of(x()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageEvent.of(Element.of("x", "jabber:x:delay")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MessageEvent(Kind.CANCELLED, null))
        .withMessageContaining("absent");
    assertThatIllegalArgumentException().isThrownBy(() -> new MessageEvent(Kind.REQUESTED, "m22"));
  }
}
