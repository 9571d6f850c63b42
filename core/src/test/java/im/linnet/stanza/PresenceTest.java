package im.linnet.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceTest {

  @Test
  void is_written_as_it_was_built() {
    Presence presence =
        Presence.builder(Presence.Type.AVAILABLE)
            .to(Jid.of("romeo@montague.lit"))
            .show(Presence.Show.AWAY)
            .show(Presence.Show.XA)
            .status("one")
            .status("two")
            .priority(1)
            .priority(-128)
            .build();
    assertThat(presence.element().toXml())
        .isEqualTo(
            "<presence xmlns=\"jabber:client\" to=\"romeo@montague.lit\"><show>xa</show>"
                + "<status>two</status><priority>-128</priority></presence>");
    assertThat(presence.show()).isEqualTo(Presence.Show.XA);
    assertThat(presence.status()).isEqualTo("two");
    assertThat(presence.priority()).isEqualTo(-128);
    assertThat(presence.toBuilder().build()).isEqualTo(presence);
  }

  @Test
  void is_short_for_the_usual() {
    assertThat(Presence.available().element().toXml())
        .isEqualTo("<presence xmlns=\"jabber:client\"/>");
    assertThat(Presence.unavailable().element().toXml())
        .isEqualTo("<presence xmlns=\"jabber:client\" type=\"unavailable\"/>");
    assertThat(Presence.available().show()).isNull();
    assertThat(Presence.available().status()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Presence.Type.class)
  void knows_its_types(Presence.Type type) {
    assertThat(Presence.builder(type).build().type()).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "available", "Subscribe", "odd"})
  void refuses_an_unknown_type(String type) {
    Element element = Presence.available().element().toBuilder().attribute("type", type).build();
    assertThatThrownBy(() -> Presence.of(element))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("type: unknown");
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5",
    "' 5 ', 5",
    "-128, -128",
    "127, 127",
    "128, 0",
    "-129, 0",
    "x, 0",
    "'', 0",
    "99999999999, 0",
    "5.0, 0"
  })
  void reads_a_priority_and_takes_0_for_nonsense(String text, int priority) {
    Element element = Presence.available().element().toBuilder().child("priority", text).build();
    assertThat(Presence.of(element).priority()).isEqualTo(priority);
  }

  @ParameterizedTest
  @ValueSource(ints = {-129, 128, Integer.MAX_VALUE})
  void refuses_a_priority_out_of_range(int priority) {
    Presence.Builder builder = Presence.builder(Presence.Type.AVAILABLE);
    assertThatThrownBy(() -> builder.priority(priority))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("priority: %d (expected: -128 to 127)", priority);
  }

  private static Presence cameBack(String type, String condition) {
    Element error =
        Element.builder("error", Stanza.NAMESPACE)
            .attribute("type", type)
            .child(Element.of(condition, StanzaError.NAMESPACE))
            .build();
    return Presence.builder(Presence.Type.ERROR).payload(error).build();
  }

  @ParameterizedTest
  @CsvSource({
    "cancel, remote-server-not-found, true",
    "wait, remote-server-timeout, true",
    "wait, recipient-unavailable, true",
    "cancel, service-unavailable, true",
    "cancel, item-not-found, true",
    "cancel, gone, true",
    "modify, redirect, true",
    "auth, forbidden, true",
    "auth, subscription-required, true",
    "cancel, not-allowed, true",
    "wait, internal-server-error, true",
    "cancel, undefined-condition, true",
    "cancel, something-new, true",
    "cancel, conflict, false",
    "modify, jid-malformed, false",
    "modify, not-acceptable, false",
    "modify, bad-request, false",
    "modify, policy-violation, false",
    "continue, item-not-found, false",
  })
  void says_that_the_sender_is_away_where_it_could_not_be_reached(
      String type, String condition, boolean unavailable) {
    assertThat(cameBack(type, condition).isUnavailable()).isEqualTo(unavailable);
  }

  @Test
  void says_so_by_its_type_or_by_a_code_of_old() {
    assertThat(Presence.unavailable().isUnavailable()).isTrue();
    assertThat(Presence.available().isUnavailable()).isFalse();
    assertThat(Presence.builder(Presence.Type.SUBSCRIBE).build().isUnavailable()).isFalse();
    assertThat(Presence.builder(Presence.Type.ERROR).build().isUnavailable()).isFalse();
    Element code = Element.builder("error", Stanza.NAMESPACE).attribute("code", "404").build();
    assertThat(Presence.builder(Presence.Type.ERROR).payload(code).build().isUnavailable())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AWAY", "odd"})
  void takes_an_unknown_show_for_none(String show) {
    Element element = Presence.available().element().toBuilder().child("show", show).build();
    assertThat(Presence.of(element).show()).isNull();
  }
}
