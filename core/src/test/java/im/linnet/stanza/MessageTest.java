package im.linnet.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

  private static final Jid ROMEO = Jid.of("romeo@montague.lit");

  private static Element message() {
    return Element.of("message", Stanza.NAMESPACE);
  }

  @Test
  void is_written_as_it_was_built() {
    Message message =
        Message.builder(ROMEO)
            .type(Message.Type.CHAT)
            .id("m1")
            .subject("Verona")
            .body("<&> \"'")
            .thread("t")
            .build();
    assertThat(message.element().toXml())
        .isEqualTo(
            "<message xmlns=\"jabber:client\" to=\"romeo@montague.lit\" type=\"chat\" id=\"m1\">"
                + "<subject>Verona</subject><body>&lt;&amp;> \"'</body>"
                + "<thread>t</thread></message>");
    assertThat(Message.of(message.element())).isEqualTo(message).hasSameHashCodeAs(message);
  }

  @Test
  void replaces_what_is_set_twice() {
    Message message = Message.chat(ROMEO, "one").toBuilder().body("two").id("x").id(null).build();
    assertThat(message.body()).isEqualTo("two");
    assertThat(message.element().children()).hasSize(1);
    assertThat(message.id()).isNull();
  }

  @Test
  void has_nothing_where_nothing_is() {
    Message message = Message.of(message());
    assertThat(message.from()).isNull();
    assertThat(message.to()).isNull();
    assertThat(message.id()).isNull();
    assertThat(message.body()).isNull();
    assertThat(message.subject()).isNull();
    assertThat(message.thread()).isNull();
    assertThat(message.lang()).isNull();
    assertThat(message.error()).isNull();
    assertThat(message.type()).isEqualTo(Message.Type.NORMAL);
  }

  @ParameterizedTest
  @EnumSource(Message.Type.class)
  void knows_its_types(Message.Type type) {
    Message message = Message.builder(ROMEO).type(type).build();
    assertThat(message.type()).isEqualTo(type);
    assertThat(message.error() != null).isEqualTo(type == Message.Type.ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CHAT", "odd", "chat "})
  void takes_an_unknown_type_for_normal(String type) {
    Element element = message().toBuilder().attribute("type", type).build();
    assertThat(Message.of(element).type()).isEqualTo(Message.Type.NORMAL);
  }

  @Test
  void looks_for_the_body_in_its_own_namespace_only() {
    Element element =
        message().toBuilder().child(Element.of("body", "test:other", "not it")).build();
    assertThat(Message.of(element).body()).isNull();
  }

  static Stream<Consumer<String>> places() {
    return Stream.of(
        text -> Message.chat(ROMEO, text),
        text -> Message.builder(ROMEO).subject(text),
        text -> Message.builder(ROMEO).thread(text),
        text -> Message.builder(ROMEO).id(text),
        text -> Presence.builder(Presence.Type.AVAILABLE).status(text),
        text -> Presence.builder(Presence.Type.AVAILABLE).id(text),
        text -> Iq.get(null, Element.of("query", "test:q")).withId(text));
  }

  /** U16 and U17: one character that XML forbids would cost the whole connection. */
  @Tag("U16")
  @Tag("U17")
  @ParameterizedTest
  @MethodSource("places")
  void refuses_characters_that_xml_forbids(Consumer<String> place) {
    for (String bad :
        new String[] {"\u0000", "a\u0001", "\uD800", "\uDC00\uD800", "x\uFFFE", "\uFFFF"}) {
      assertThatThrownBy(() -> place.accept(bad)).isInstanceOf(IllegalArgumentException.class);
    }
    place.accept("\uD83D\uDC26\t\n");
  }

  @Test
  void is_no_presence() {
    assertThatThrownBy(() -> Message.of(Element.of("presence", Stanza.NAMESPACE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(expected: <message xmlns='jabber:client'/>)");
    assertThatThrownBy(() -> Message.of(Element.of("message", "jabber:server")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shows_no_content_in_logs() {
    assertThat(Message.chat(ROMEO, "a secret").toString()).doesNotContain("a secret");
  }

  @Test
  void tells_stanzas_from_other_elements() {
    assertThat(Stanza.of(message())).isInstanceOf(Message.class);
    assertThat(Stanza.of(Element.of("presence", Stanza.NAMESPACE))).isInstanceOf(Presence.class);
    assertThat(Stanza.of(Element.of("message", "jabber:server"))).isNull();
    assertThat(Stanza.of(Element.of("r", Stanza.NAMESPACE))).isNull();
    assertThatThrownBy(() -> Stanza.of(Element.of("iq", Stanza.NAMESPACE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("type: unknown (expected: get, set, result or error)");
    assertThatThrownBy(() -> Stanza.of(message().toBuilder().attribute("to", "@").build()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
