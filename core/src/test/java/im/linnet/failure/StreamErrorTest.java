package im.linnet.failure;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.StreamError.Condition;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamErrorTest {

  private static ElementBuilder error() {
    return Element.builder("error", "http://etherx.jabber.org/streams");
  }

  private static Element condition(String name) {
    return Element.of(name, StreamError.NAMESPACE);
  }

  private static Element text(String text, String lang) {
    return Element.builder("text", StreamError.NAMESPACE)
        .attribute(Element.XML_NAMESPACE, "lang", lang)
        .text(text)
        .build();
  }

  /**
   * All of RFC 6120, section 4.9.3, with whether another try may help: not where users must act.
   */
  @ParameterizedTest
  @CsvSource({
    "bad-format, true",
    "bad-namespace-prefix, true",
    "conflict, false",
    "connection-timeout, true",
    "host-gone, false",
    "host-unknown, false",
    "improper-addressing, true",
    "internal-server-error, true",
    "invalid-from, true",
    "invalid-namespace, true",
    "invalid-xml, true",
    "not-authorized, false",
    "not-well-formed, true",
    "policy-violation, true",
    "remote-connection-failed, true",
    "reset, true",
    "resource-constraint, true",
    "restricted-xml, true",
    "see-other-host, true",
    "system-shutdown, true",
    "undefined-condition, true",
    "unsupported-encoding, true",
    "unsupported-feature, true",
    "unsupported-stanza-type, true",
    "unsupported-version, true"
  })
  void knows_the_conditions(String name, boolean retryable) {
    StreamError read = StreamError.of(error().child(condition(name)).build());
    assertThat(read.condition().wireName()).isEqualTo(name);
    assertThat(read.conditionName()).isEqualTo(name);
    assertThat(read.condition().retryable()).isEqualTo(retryable);
    assertThat(StreamException.byServer(read).retryable()).isEqualTo(retryable);
    assertThat(StreamError.of(read.toElement())).isEqualTo(read);
    assertThat(StreamException.byClient(read.condition(), "A fault").retryable()).isTrue();
  }

  @Test
  void are_25() {
    assertThat(Condition.values()).hasSize(25);
  }

  @Test
  void takes_an_unknown_one_for_undefined_and_keeps_its_name() {
    StreamError read = StreamError.of(error().child(condition("tired")).build());
    assertThat(read.condition()).isEqualTo(Condition.UNDEFINED_CONDITION);
    assertThat(read.conditionName()).isEqualTo("tired");
  }

  @Test
  void takes_none_for_undefined() {
    StreamError read = StreamError.of(error().build());
    assertThat(read)
        .isEqualTo(
            new StreamError(Condition.UNDEFINED_CONDITION, "undefined-condition", "", null, null));
  }

  @Test
  void takes_the_first_of_two() {
    StreamError read =
        StreamError.of(error().child(condition("reset")).child(condition("conflict")).build());
    assertThat(read.condition()).isEqualTo(Condition.RESET);
  }

  @Test
  void takes_the_first_of_several_texts() {
    StreamError read =
        StreamError.of(
            error()
                .child(text("zuerst", "de"))
                .child(condition("conflict"))
                .child(text("second", "en"))
                .child(text("troisième", "fr"))
                .child(Element.of("own", "test:app"))
                .build());
    assertThat(read.condition()).isEqualTo(Condition.CONFLICT);
    assertThat(read.text()).isEqualTo("zuerst");
    assertThat(read.application()).isEqualTo(Element.of("own", "test:app"));
  }

  @Test
  void keeps_no_more_than_the_beginning_of_a_megabyte() {
    String huge = "x".repeat(1 << 20);
    StreamError read =
        StreamError.of(
            error()
                .child(Element.of("see-other-host", StreamError.NAMESPACE, huge))
                .child(text(huge, "en"))
                .build());
    assertThat(read.text()).hasSize(1024);
    assertThat(read.conditionText()).hasSize(1024);
    assertThat(StreamException.byServer(read).getMessage()).hasSizeLessThan(1200);
  }

  @Test
  void reads_where_it_is_sent() {
    StreamError read =
        StreamError.of(
            error()
                .child(Element.of("see-other-host", StreamError.NAMESPACE, "[::1]:5223"))
                .build());
    assertThat(read.conditionText()).isEqualTo("[::1]:5223");
  }

  @Test
  void does_not_take_foreign_elements_for_a_condition() {
    StreamError read =
        StreamError.of(error().child(Element.of("conflict", "jabber:client")).build());
    assertThat(read.condition()).isEqualTo(Condition.UNDEFINED_CONDITION);
  }
}
