package im.linnet.internal.management;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.SavedStream;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTermsTest {

  private static ElementBuilder enabled() {
    return Element.builder("enabled", "urn:xmpp:sm:3").attribute("id", "x");
  }

  @Test
  void reads_the_grant() {
    ResumeTerms terms =
        ResumeTerms.of(
            enabled()
                .attribute("resume", "1")
                .attribute("max", "300")
                .attribute("location", "[2001:db8::1]:9222")
                .build(),
            true);
    assertThat(terms).isEqualTo(new ResumeTerms("x", Duration.ofMinutes(5), "[2001:db8::1]:9222"));
    assertThat(terms.resumable()).isTrue();
  }

  @Test
  void takes_no_location_from_a_stream_in_clear_text() {
    Element enabled = enabled().attribute("location", "host.example").build();
    assertThat(ResumeTerms.of(enabled, true).location()).isEqualTo("host.example");
    assertThat(ResumeTerms.of(enabled, false).location()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-5", "abc", "4294967296"})
  void takes_a_usual_time_for_one_that_can_not_be_read(String max) {
    ResumeTerms terms =
        ResumeTerms.of(enabled().attribute("resume", "true").attribute("max", max).build(), true);
    assertThat(terms.max()).isEqualTo(SavedStream.USUAL_MAX);
  }

  @Test
  void keeps_nothing_for_more_than_a_day() {
    ResumeTerms terms = ResumeTerms.of(enabled().attribute("max", "4294967295").build(), true);
    assertThat(terms.max()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void can_not_be_resumed_without_being_told_so() {
    assertThat(ResumeTerms.of(enabled().build(), true).resumable()).isFalse();
    assertThat(ResumeTerms.of(enabled().attribute("resume", "false").build(), true).resumable())
        .isFalse();
    Element nameless =
        Element.builder("enabled", "urn:xmpp:sm:3").attribute("resume", "true").build();
    assertThat(ResumeTerms.of(nameless, true).resumable()).isFalse();
  }

  @Test
  @DisplayName("Q13: an id of 4000 bytes, and of 1 MB")
  void keeps_long_identifiers_but_no_monsters() {
    Element usual =
        Element.builder("enabled", "urn:xmpp:sm:3")
            .attribute("resume", "true")
            .attribute("id", "i".repeat(4000))
            .build();
    Element monster =
        Element.builder("enabled", "urn:xmpp:sm:3")
            .attribute("resume", "true")
            .attribute("id", "i".repeat(1_000_000))
            .build();
    assertThat(ResumeTerms.of(usual, true).id()).hasSize(4000);
    assertThat(ResumeTerms.of(monster, true).resumable()).isFalse();
  }
}
