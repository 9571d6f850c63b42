package im.linnet.stanza;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StanzaErrorTest {

  private static ElementBuilder error() {
    return Element.builder("error", Stanza.NAMESPACE);
  }

  private static StanzaError read(ElementBuilder error) {
    return StanzaError.of(
        Element.builder("iq", Stanza.NAMESPACE)
            .attribute("type", "error")
            .child(error.build())
            .build());
  }

  private static Element condition(String name) {
    return Element.of(name, StanzaError.NAMESPACE);
  }

  @ParameterizedTest
  @EnumSource(Condition.class)
  void is_read_as_it_was_written(Condition condition) {
    StanzaError error = StanzaError.of(condition, "words");
    assertThat(read(error.toElement(Stanza.NAMESPACE).toBuilder())).isEqualTo(error);
    assertThat(error.conditionName()).doesNotContain("_").isLowerCase();
  }

  /** The types that RFC 6120, section 8.3.3, gives with each condition. */
  @ParameterizedTest
  @CsvSource({
    "bad-request, MODIFY",
    "conflict, CANCEL",
    "feature-not-implemented, CANCEL",
    "forbidden, AUTH",
    "gone, CANCEL",
    "internal-server-error, CANCEL",
    "item-not-found, CANCEL",
    "jid-malformed, MODIFY",
    "not-acceptable, MODIFY",
    "not-allowed, CANCEL",
    "not-authorized, AUTH",
    "policy-violation, MODIFY",
    "recipient-unavailable, WAIT",
    "redirect, MODIFY",
    "registration-required, AUTH",
    "remote-server-not-found, CANCEL",
    "remote-server-timeout, WAIT",
    "resource-constraint, WAIT",
    "service-unavailable, CANCEL",
    "subscription-required, AUTH",
    "undefined-condition, CANCEL",
    "unexpected-request, WAIT"
  })
  void comes_with_the_usual_type(String name, StanzaError.Type type) {
    Condition condition = Condition.of(name);
    assertThat(condition.wireName()).isEqualTo(name);
    assertThat(StanzaError.of(condition).type()).isEqualTo(type);
  }

  @Test
  void knows_all_22_conditions() {
    assertThat(Condition.values()).hasSize(22);
  }

  @Test
  void is_undefined_where_nothing_is_said() {
    Element bare = Element.builder("iq", Stanza.NAMESPACE).attribute("type", "error").build();
    assertThat(StanzaError.of(bare)).isEqualTo(StanzaError.of(Condition.UNDEFINED_CONDITION));
    assertThat(read(error()).condition()).isEqualTo(Condition.UNDEFINED_CONDITION);
    assertThat(read(error()).type()).isEqualTo(StanzaError.Type.CANCEL);
    assertThat(read(error().attribute("type", "odd")).type()).isEqualTo(StanzaError.Type.CANCEL);
  }

  @Test
  void keeps_the_name_of_an_unknown_condition() {
    StanzaError error = read(error().child(condition("tired")));
    assertThat(error.condition()).isEqualTo(Condition.UNDEFINED_CONDITION);
    assertThat(error.conditionName()).isEqualTo("tired");
  }

  @Test
  void takes_the_first_of_several() {
    StanzaError error =
        read(
            error()
                .child(Element.of("one", "test:app"))
                .child(condition("gone"))
                .child(Element.of("text", StanzaError.NAMESPACE, "first"))
                .child(condition("conflict"))
                .child(Element.of("text", StanzaError.NAMESPACE, "second"))
                .child(Element.of("two", "test:app")));
    assertThat(error.condition()).isEqualTo(Condition.GONE);
    assertThat(error.text()).isEqualTo("first");
    assertThat(error.application()).isEqualTo(Element.of("one", "test:app"));
  }

  @Test
  void keeps_no_more_than_the_beginning_of_a_long_text() {
    String text =
        read(error().child(Element.of("text", StanzaError.NAMESPACE, "x".repeat(1 << 20)))).text();
    assertThat(text).hasSize(1024);
  }
}
