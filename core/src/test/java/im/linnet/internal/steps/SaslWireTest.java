package im.linnet.internal.steps;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.internal.steps.SaslWire.Reply;
import im.linnet.sasl.UserAgent;
import im.linnet.xml.Element;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the two wire forms of SASL read. */
class SaslWireTest {

  private final SaslWire old = new Rfc6120Wire();
  private final SaslWire sasl2 = new Sasl2Wire(UserAgent.random(), List.of());

  static Stream<Arguments> wires() {
    return Stream.of(
        Arguments.of(new Rfc6120Wire(), "urn:ietf:params:xml:ns:xmpp-sasl"),
        Arguments.of(new Sasl2Wire(UserAgent.random(), List.of()), "urn:xmpp:sasl:2"));
  }

  @ParameterizedTest
  @MethodSource("wires")
  void reads_only_its_own_elements(SaslWire wire, String namespace) {
    assertThat(wire.namespace()).isEqualTo(namespace);
    Element failure = Element.of("failure", namespace);
    assertThat(wire.read(failure)).isEqualTo(new Reply.Failure(failure));
    assertThat(wire.read(Element.of("challenge", namespace, "eA==")))
        .isEqualTo(new Reply.Challenge("eA=="));
    for (String name : List.of("failure", "challenge", "success", "continue")) {
      assertThat(wire.read(Element.of(name, "jabber:client"))).isEqualTo(new Reply.Other());
    }
    assertThat(wire.read(Element.of("proceed", namespace))).isEqualTo(new Reply.Other());
  }

  /** RFC 6120, section 6.4.6. */
  @Test
  void tells_no_data_from_data_without_bytes_in_rfc_6120() {
    assertThat(old.read(success(old, ""))).isEqualTo(new Reply.Success(null, List.of()));
    assertThat(old.read(success(old, "="))).isEqualTo(new Reply.Success("", List.of()));
    assertThat(old.read(success(old, "eA=="))).isEqualTo(new Reply.Success("eA==", List.of()));
    assertThat(old.read(Element.of("continue", old.namespace()))).isEqualTo(new Reply.Other());
  }

  private static Element success(SaslWire wire, String text) {
    return Element.of("success", wire.namespace(), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n"})
  void takes_empty_additional_data_of_sasl2_for_none(String text) {
    Element success =
        Element.builder("success", sasl2.namespace()).child("additional-data", text).build();
    assertThat(sasl2.read(success)).isEqualTo(new Reply.Success(null, List.of()));
  }

  @Test
  void reads_the_tasks_of_sasl2() {
    Element tasks =
        Element.builder("tasks", sasl2.namespace())
            .child("task", " ONE\n")
            .child(Element.of("task", "urn:other", "TWO"))
            .build();
    Element more =
        Element.builder("continue", sasl2.namespace())
            .child("additional-data", " eA== ")
            .child(tasks)
            .build();
    assertThat(sasl2.read(more)).isEqualTo(new Reply.Continue("eA==", List.of("ONE")));
    assertThat(sasl2.read(Element.of("continue", sasl2.namespace())))
        .isEqualTo(new Reply.Continue(null, List.of()));
    assertThat(sasl2.read(Element.builder("task-data", sasl2.namespace()).child(tasks).build()))
        .isEqualTo(new Reply.TaskData(List.of(tasks)));
  }
}
