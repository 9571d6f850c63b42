package im.linnet.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.delay.Delay;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.test.Xml;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedTest {

  private static final Jid ME = Jid.of("juliet@localhost");
  private static final String MESSAGE =
      "<message xmlns='jabber:client' from='romeo@localhost/a'><body>hi</body></message>";
  private static final String DELAY =
      "<delay xmlns='urn:xmpp:delay' stamp='2026-01-02T03:04:05Z'/>";

  private static Forwarded read(String content) {
    return Forwarded.of(
        Xml.element("<forwarded xmlns='urn:xmpp:forward:0'>" + content + "</forwarded>"));
  }

  /** Prosody writes the delay first, ejabberd the message. */
  @Test
  void the_delay_may_be_on_either_side() {
    Instant sent = Instant.parse("2026-01-02T03:04:05Z");
    for (String content : new String[] {DELAY + MESSAGE, MESSAGE + DELAY}) {
      Forwarded read = read(content);
      assertThat(read.message().body()).isEqualTo("hi");
      assertThat(read.delay()).isEqualTo(new Delay(sent, null, null));
      assertThat(Forwarded.of(read.toElement())).isEqualTo(read);
    }
    assertThat(read(MESSAGE).delay()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<message xmlns='jabber:server'/>",
        "<presence xmlns='jabber:client'/>",
        "<message xmlns='jabber:client' from='@@'/>"
      })
  void what_has_no_message_is_malformed(String content) {
    assertThatIllegalArgumentException().isThrownBy(() -> read(content));
  }

  @Tag("P23")
  @Test
  void the_last_id_by_an_entity_is_its_own() {
    assertThat(
            StanzaId.of(
                message(
                    "<stanza-id xmlns='urn:xmpp:sid:0' id='forged' by='juliet@localhost'/>"
                        + "<stanza-id xmlns='urn:xmpp:sid:0' id='real' by='juliet@localhost'/>"
                        + "<stanza-id xmlns='urn:xmpp:sid:0' id='other' by='romeo@localhost'/>"
                        + "<stanza-id xmlns='urn:xmpp:sid:0' id='' by='juliet@localhost'/>"
                        + "<stanza-id xmlns='urn:xmpp:sid:0' id='x' by='@'/>"
                        + "<stanza-id xmlns='urn:xmpp:sid:0' id='x'/>"
                        + "<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@localhost'/>"
                        + "<stanza-id xmlns='urn:x' id='x' by='juliet@localhost'/>"),
                ME))
        .isEqualTo("real");
  }

  @Tag("P23")
  @ParameterizedTest
  @ValueSource(strings = {"juliet@localhost/balcony", "localhost", "romeo@localhost"})
  void ids_by_others_are_not_the_accounts(String by) {
    assertThat(
            StanzaId.of(
                message("<stanza-id xmlns='urn:xmpp:sid:0' id='1' by='%s'/>".formatted(by)), ME))
        .isNull();
  }

  @Test
  void ids_are_written_and_read() {
    StanzaId id = new StanzaId("1", ME);
    assertThat(StanzaId.of(id.toElement())).isEqualTo(id);
    OriginId origin = new OriginId("2");
    assertThat(message(origin.toElement().toString()).payload(OriginId.TYPE)).isEqualTo(origin);
    assertThatIllegalArgumentException().isThrownBy(() -> new OriginId("x".repeat(1025)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StanzaId.of(origin.toElement().toBuilder().build()));
  }

  private static Message message(String content) {
    return Message.of(Xml.element("<message xmlns='jabber:client'>" + content + "</message>"));
  }
}
