package im.linnet.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IqTest {

  private static final Element QUERY = Element.of("query", "test:q");
  private static final Jid ROMEO = Jid.of("romeo@montague.lit/orchard");

  private static Iq received(String type) {
    return Iq.of(
        Element.builder("iq", Stanza.NAMESPACE)
            .attribute("type", type)
            .attribute("id", "1")
            .attribute("from", ROMEO.toString())
            .attribute("to", "juliet@capulet.lit/balcony")
            .child(QUERY)
            .build());
  }

  @Test
  void asks() {
    Iq get = Iq.get(ROMEO, QUERY);
    assertThat(get.type()).isEqualTo(Iq.Type.GET);
    assertThat(get.isRequest()).isTrue();
    assertThat(get.to()).isEqualTo(ROMEO);
    assertThat(get.payload()).isEqualTo(QUERY);
    assertThat(get.id()).isNull();
    assertThat(get.withId("7").id()).isEqualTo("7");
    Iq set = Iq.set(null, () -> QUERY);
    assertThat(set.type()).isEqualTo(Iq.Type.SET);
    assertThat(set.to()).isNull();
    assertThat(Iq.get(null, () -> QUERY).element().attribute("to")).isNull();
  }

  @Test
  void answers_with_a_result() {
    assertThat(received("get").result(null).element().toXml())
        .isEqualTo("<iq xmlns=\"jabber:client\" type=\"result\" id=\"1\" to=\"" + ROMEO + "\"/>");
    assertThat(received("set").result(QUERY).payload()).isEqualTo(QUERY);
  }

  @Test
  void answers_with_an_error() {
    Iq error = received("get").error(StanzaError.of(StanzaError.Condition.ITEM_NOT_FOUND, "none"));
    assertThat(error.type()).isEqualTo(Iq.Type.ERROR);
    assertThat(error.isRequest()).isFalse();
    assertThat(error.error())
        .isEqualTo(StanzaError.of(StanzaError.Condition.ITEM_NOT_FOUND, "none"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"result", "error"})
  void does_not_answer_an_answer(String type) {
    Iq answer = received(type);
    assertThatThrownBy(() -> answer.result(null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("An IQ of type %s is not answered", type);
    assertThatThrownBy(() -> answer.error(StanzaError.of(StanzaError.Condition.CONFLICT)))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "GET", "odd"})
  void wants_a_type_that_it_knows(@Nullable String type) {
    Element element =
        Element.builder("iq", Stanza.NAMESPACE).attribute("type", type).child(QUERY).build();
    assertThatThrownBy(() -> Iq.of(element)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void may_have_no_payload() {
    assertThat(received("get").result(null).payload()).isNull();
  }
}
