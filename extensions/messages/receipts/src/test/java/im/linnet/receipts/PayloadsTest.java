package im.linnet.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.forwarding.StanzaId;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.test.Xml;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The elements of the four specifications. */
class PayloadsTest {

  private static Message message(String type, String content) {
    return Message.of(
        Xml.element(
            "<message xmlns='jabber:client' type='%s'>%s</message>".formatted(type, content)));
  }

  @Test
  void are_read_and_written() {
    Message message =
        message(
            "chat",
            "<request xmlns='urn:xmpp:receipts'/><received xmlns='urn:xmpp:receipts' id='a'/>"
                + "<markable xmlns='urn:xmpp:chat-markers:0'/>"
                + "<displayed xmlns='urn:xmpp:chat-markers:0' id='b'/>"
                + "<displayed xmlns='urn:xmpp:mds:displayed:0'>"
                + "<stanza-id xmlns='urn:xmpp:sid:0' id='c' by='juliet@localhost'/></displayed>");
    ReceiptRequest request = message.payload(ReceiptRequest.TYPE);
    Receipt receipt = message.payload(Receipt.TYPE);
    Markable markable = message.payload(Markable.TYPE);
    DisplayedMarker marker = message.payload(DisplayedMarker.TYPE);
    DisplayedUpTo upTo = message.payload(DisplayedUpTo.TYPE);

    assertThat(request).isEqualTo(new ReceiptRequest());
    assertThat(receipt).isEqualTo(new Receipt("a"));
    assertThat(markable).isEqualTo(new Markable());
    assertThat(marker).isEqualTo(new DisplayedMarker("b"));
    assertThat(upTo).isEqualTo(new DisplayedUpTo(new StanzaId("c", Jid.of("juliet@localhost"))));
    Message.Builder copy = Message.of(message("chat", "").element()).toBuilder();
    copy.payload(new ReceiptRequest()).payload(new Receipt("a")).payload(new Markable());
    copy.payload(new DisplayedMarker("b"));
    copy.payload(new DisplayedUpTo(new StanzaId("c", Jid.of("juliet@localhost"))));
    assertThat(copy.build().element()).isEqualTo(message.element());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<received xmlns='urn:xmpp:receipts'/>",
        "<received xmlns='urn:xmpp:receipts' id=''/>",
        "<received xmlns='urn:x' id='a'/>",
        "<receive xmlns='urn:xmpp:receipts' id='a'/>",
        "<displayed xmlns='urn:xmpp:chat-markers:0'/>",
        "<displayed xmlns='urn:xmpp:chat-markers:0' id=''/>",
        "<displayed xmlns='urn:xmpp:mds:displayed:0'/>",
        "<displayed xmlns='urn:xmpp:mds:displayed:0'><stanza-id xmlns='urn:xmpp:sid:0' id='a'/>"
            + "</displayed>",
        "<displayed xmlns='urn:xmpp:mds:displayed:0'>"
            + "<stanza-id xmlns='urn:xmpp:sid:0' id='a' by='x'/>"
            + "<stanza-id xmlns='urn:xmpp:sid:0' id='b' by='x'/></displayed>"
      })
  void are_left_out_if_malformed(String xml) {
    Message message = message("chat", xml);
    assertThat(message.payload(Receipt.TYPE)).isNull();
    assertThat(message.payload(DisplayedMarker.TYPE)).isNull();
    assertThat(message.payload(DisplayedUpTo.TYPE)).isNull();
  }

  @Test
  void have_ids_of_limited_length() {
    String most = "x".repeat(1024);
    assertThat(new Receipt(most).id()).isEqualTo(most);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Receipt(most + "x"))
        .withMessageContaining("1025 characters");
    assertThatIllegalArgumentException().isThrownBy(() -> new DisplayedMarker(most + "x"));
  }

  @Test
  void hints_are_read_but_not_from_errors() {
    String hints =
        "<no-store xmlns='urn:xmpp:hints'/><no-copy xmlns='urn:xmpp:hints'/>"
            + "<store xmlns='urn:x'/><other xmlns='urn:xmpp:hints'/>";
    assertThat(Hint.of(message("chat", hints))).isEqualTo(Set.of(Hint.NO_STORE, Hint.NO_COPY));
    assertThat(Hint.of(message("error", hints))).isEmpty();
    assertThat(Hint.of(message("chat", ""))).isEmpty();
  }

  @Test
  void a_hint_is_added_once() {
    Message plain = Message.chat(Jid.of("romeo@localhost"), "Hi");
    Message hinted = Hint.NO_PERMANENT_STORE.addTo(plain);
    assertThat(hinted.element().children("no-permanent-store", Hint.NAMESPACE)).hasSize(1);
    assertThat(Hint.NO_PERMANENT_STORE.addTo(hinted)).isEqualTo(hinted);
    assertThat(Hint.STORE.toElement().toXml()).contains("<store xmlns=").contains(Hint.NAMESPACE);
  }
}
