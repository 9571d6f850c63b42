package im.linnet.stanza;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.jid.JidCache;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stanzas with cached addresses equal those that are parsed again. */
final class RememberedAddressTest {

  private final JidCache addresses = new JidCache(16);

  private static Element stanza(String name, @Nullable String from) {
    return Element.builder(name, Stanza.NAMESPACE)
        .attribute("type", name.equals("iq") ? "get" : null)
        .attribute("id", "1")
        .attribute("from", from)
        .build();
  }

  @ParameterizedTest
  @CsvSource({"message", "presence", "iq"})
  void an_address_is_the_same_object_the_second_time(String name) {
    Element element = stanza(name, "romeo@montague.lit/orchard");
    Stanza first = requireNonNull(Stanza.of(element, addresses));
    Stanza second = requireNonNull(Stanza.of(element, addresses));
    assertThat(second.from()).isNotNull().isSameAs(first.from());
    assertThat(second).isEqualTo(Stanza.of(element)).hasSameHashCodeAs(first);
    assertThat(second.to()).isNull();
  }

  @Test
  void a_malformed_address_is_refused_each_time() {
    Element element = stanza("message", "@");
    for (int i = 0; i < 2; i++) {
      assertThatIllegalArgumentException().isThrownBy(() -> Stanza.of(element, addresses));
    }
  }

  @Test
  void what_is_no_stanza_is_none() {
    assertThat(Stanza.of(Element.of("features", Stanza.NAMESPACE), addresses)).isNull();
    assertThat(Stanza.of(Element.of("message", "urn:x"), addresses)).isNull();
  }
}
