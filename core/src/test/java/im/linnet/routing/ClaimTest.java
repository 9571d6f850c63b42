package im.linnet.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaimTest {

  private static final Jid GARDEN = Jid.of("garden@rooms.example");
  private static final Jid ROMEO = Jid.of("garden@rooms.example/romeo");

  private static Message message(@Nullable String from, @Nullable Element payload) {
    return Message.of(
        Element.builder("message", Stanza.NAMESPACE)
            .attribute("from", from)
            .child(payload)
            .build());
  }

  private static Presence presence(String from) {
    return Presence.of(
        Element.builder("presence", Stanza.NAMESPACE).attribute("from", from).build());
  }

  @Test
  void a_bare_sender_includes_its_resources_and_nobody_else() {
    Claim claim = Claim.from(GARDEN);
    assertThat(claim.sender()).isEqualTo(GARDEN);
    assertThat(claim.holds(presence("garden@rooms.example"))).isTrue();
    assertThat(claim.holds(presence("garden@rooms.example/romeo"))).isTrue();
    assertThat(claim.holds(presence("orchard@rooms.example/romeo"))).isFalse();
    assertThat(claim.holds(message(null, null))).isFalse();
  }

  @Test
  void a_full_sender_is_that_one_alone() {
    Claim claim = Claim.from(ROMEO);
    assertThat(claim.holds(presence("garden@rooms.example/romeo"))).isTrue();
    assertThat(claim.holds(presence("garden@rooms.example/juliet"))).isFalse();
    assertThat(claim.holds(presence("garden@rooms.example"))).isFalse();
  }

  @Test
  void a_payload_is_known_by_its_name_and_its_namespace() {
    Claim claim = Claim.payload("result", "urn:xmpp:mam:2");
    assertThat(claim.sender()).isNull();
    assertThat(claim.holds(message(null, Element.of("result", "urn:xmpp:mam:2")))).isTrue();
    assertThat(claim.holds(message(null, Element.of("result", "urn:xmpp:mam:1")))).isFalse();
    assertThat(claim.holds(message(null, Element.of("fin", "urn:xmpp:mam:2")))).isFalse();
    assertThat(claim.holds(message(null, null))).isFalse();
  }

  @Test
  void all_conditions_have_to_hold() {
    Claim claim =
        Claim.payload("x", "test:x").sentBy(GARDEN).carrying("y", "test:y").of(Message.class);
    Element payload = Element.of("y", "test:y");
    assertThat(claim.holds(message("garden@rooms.example", payload))).isTrue();
    assertThat(claim.holds(message("orchard@rooms.example", payload))).isFalse();
    assertThat(claim.holds(message("garden@rooms.example", null))).isFalse();
    Presence other =
        Presence.of(presence("garden@rooms.example").element().toBuilder().child(payload).build());
    assertThat(claim.holds(other)).isFalse();
  }

  @Test
  void only_messages_and_presences_are_claimed() {
    Claim claim = Claim.from(GARDEN);
    assertThat(claim.of(Presence.class).holds(presence("garden@rooms.example"))).isTrue();
    assertThatThrownBy(() -> claim.of(Iq.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("only: Iq (expected: Message or Presence)");
  }

  @Test
  void the_narrower_of_two_claims_wins() {
    Claim anybodysPayload = Claim.payload("x", "test:x");
    assertThat(
            new Claim[] {
              Claim.from(GARDEN),
              Claim.from(GARDEN).of(Message.class),
              anybodysPayload.of(Presence.class),
              Claim.from(ROMEO),
              anybodysPayload.sentBy(GARDEN),
              anybodysPayload.sentBy(ROMEO),
              anybodysPayload.sentBy(ROMEO).of(Message.class)
            })
        .extracting(Claim::narrowness)
        .isSorted();
    assertThat(anybodysPayload.narrowness()).isLessThan(Claim.from(ROMEO).narrowness());
    assertThat(anybodysPayload.narrowness()).isEqualTo(Claim.from(GARDEN).narrowness());
  }

  @Test
  void says_what_it_claims() {
    assertThat(Claim.from(GARDEN)).hasToString("Claim[from garden@rooms.example]");
    assertThat(Claim.payload("x", "test:x").of(Message.class))
        .hasToString("Claim[from anybody, carrying <x xmlns='test:x'/>, Message]");
  }
}
