package im.linnet.stanza;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import org.jspecify.annotations.Nullable;
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

  @Test
  void does_not_end_in_half_a_character() {
    String text = "x".repeat(1023) + "\uD83D\uDC26".repeat(9);
    StanzaError error = read(error().child(Element.of("text", StanzaError.NAMESPACE, text)));
    assertThat(error.text()).isEqualTo("x".repeat(1023));
    assertThat(read(error.toElement(Stanza.NAMESPACE).toBuilder())).isEqualTo(error);
  }

  /** RFC 6120, sections 8.3.3.5 and 8.3.3.14. */
  @ParameterizedTest
  @CsvSource({
    "gone, xmpp:romeo@afterlife.example.net, xmpp:romeo@afterlife.example.net",
    "redirect, ' xmpp:characters@conference.example.org ', xmpp:characters@conference.example.org",
    "gone, '', ",
    "redirect, '  ', ",
    "item-not-found, xmpp:romeo@example.net, ",
    "tired, xmpp:romeo@example.net, ",
  })
  void keeps_the_new_address(String condition, String text, @Nullable String address) {
    StanzaError error = read(error().child(Element.of(condition, StanzaError.NAMESPACE, text)));
    assertThat(error.address()).isEqualTo(address);
    assertThat(error.conditionName()).isEqualTo(condition);
    assertThat(read(error.toElement(Stanza.NAMESPACE).toBuilder())).isEqualTo(error);
  }

  @Test
  void keeps_no_part_of_an_address_that_is_too_long() {
    String address = "xmpp:" + "x".repeat(1 << 16) + "@example.net";
    assertThat(read(error().child(Element.of("gone", StanzaError.NAMESPACE, address))).address())
        .isNull();
  }

  /** XEP-0086, section 3. */
  @ParameterizedTest
  @CsvSource({
    "302, redirect, MODIFY",
    "400, bad-request, MODIFY",
    "401, not-authorized, AUTH",
    "402, payment-required, AUTH",
    "403, forbidden, AUTH",
    "404, item-not-found, CANCEL",
    "405, not-allowed, CANCEL",
    "406, not-acceptable, MODIFY",
    "407, registration-required, AUTH",
    "408, remote-server-timeout, WAIT",
    "409, conflict, CANCEL",
    "500, internal-server-error, WAIT",
    "501, feature-not-implemented, CANCEL",
    "502, service-unavailable, WAIT",
    "503, service-unavailable, CANCEL",
    "504, remote-server-timeout, WAIT",
    "510, service-unavailable, CANCEL",
    "' 404 ', item-not-found, CANCEL",
    "999, undefined-condition, CANCEL",
    "4040, undefined-condition, CANCEL",
    "'', undefined-condition, CANCEL",
    "-404, undefined-condition, CANCEL",
    "99999999999999999999, undefined-condition, CANCEL",
  })
  void knows_the_codes_of_old(String code, String name, StanzaError.Type type) {
    StanzaError error = read(error().attribute("code", code).text(" Old words\n"));
    assertThat(error.conditionName()).isEqualTo(name);
    assertThat(error.condition()).isEqualTo(Condition.of(name));
    assertThat(error.type()).isEqualTo(type);
    assertThat(error.text()).isEqualTo("Old words");
  }

  @Test
  void believes_what_is_said_rather_than_a_code() {
    StanzaError error =
        read(
            error()
                .attribute("code", "404")
                .attribute("type", "wait")
                .text("Old words")
                .child(condition("recipient-unavailable"))
                .child(Element.of("text", StanzaError.NAMESPACE, "New words")));
    assertThat(error.condition()).isEqualTo(Condition.RECIPIENT_UNAVAILABLE);
    assertThat(error.type()).isEqualTo(StanzaError.Type.WAIT);
    assertThat(error.text()).isEqualTo("New words");
    assertThat(read(error().attribute("code", "404").attribute("type", "wait")).type())
        .isEqualTo(StanzaError.Type.WAIT);
  }

  @ParameterizedTest
  @EnumSource(Condition.class)
  void has_the_usual_type_where_none_is_said(Condition condition) {
    StanzaError error = read(error().text("\n  ").child(condition(condition.wireName())));
    assertThat(error).isEqualTo(StanzaError.of(condition));
  }
}
