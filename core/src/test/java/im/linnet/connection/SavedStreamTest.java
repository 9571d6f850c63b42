package im.linnet.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedStreamTest {

  private static final SavedStream STREAM =
      SavedStream.builder(
              Jid.of("juliet@capulet.lit/balcony & <window>"),
              "g81'\"<id>",
              Instant.parse("2026-11-20T12:00:00.123456789Z"))
          .max(Duration.ofMinutes(10))
          .location("[2001:db8::1]:5222")
          .acknowledged(4_294_967_295L)
          .handled(17)
          .waiting(
              List.of(
                  Element.builder("message", "jabber:client")
                      .attribute("id", "1")
                      .child("body", "Wherefore art thou \u2014 \ud83c\udf39?\n")
                      .build(),
                  Element.of("presence", "jabber:client")))
          .build();

  @Test
  void is_the_same_after_writing_and_reading() {
    assertThat(SavedStream.of(STREAM.toBytes())).isEqualTo(STREAM);
    SavedStream bare = SavedStream.builder(STREAM.jid(), "id", STREAM.until()).build();
    assertThat(SavedStream.of(bare.toBytes())).isEqualTo(bare);
  }

  /** Such as one with a picture. */
  @Test
  void keeps_a_long_text() {
    SavedStream large =
        SavedStream.builder(STREAM.jid(), "id", STREAM.until())
            .waiting(List.of(Element.of("message", "jabber:client", "x".repeat(3 << 20))))
            .build();
    assertThat(SavedStream.of(large.toBytes())).isEqualTo(large);
  }

  /** A stream that an earlier version saved does not say how long it is kept. */
  @Test
  void is_kept_for_the_usual_time_if_it_does_not_say() {
    String text = new String(STREAM.toBytes(), StandardCharsets.UTF_8);
    SavedStream read =
        SavedStream.of(text.replace(" max=\"PT10M\"", "").getBytes(StandardCharsets.UTF_8));
    assertThat(read.max()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void keeps_its_identifier_and_stanzas_out_of_texts() {
    assertThat(STREAM)
        .hasToString(
            "stream of juliet@capulet.lit/balcony & <window>, 2 stanzas not acknowledged, until"
                + " 2026-11-20T12:00:00.123456789Z");
  }

  @Test
  void refuses_any_part_of_itself() {
    byte[] bytes = STREAM.toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> SavedStream.of(part))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "until='2026-11-20T12:00:00.123456789Z'|until='soon'",
        "until='2026-11-20T12:00:00.123456789Z'|",
        "max='PT10M'|max='long'",
        "max='PT10M'|max='-PT1S'",
        "handled='17'|handled='many'",
        "handled='17'|",
        "juliet@capulet.lit/|@@",
        "urn:linnet:saved-stream:1|urn:other",
      })
  void refuses_what_it_did_not_write(String change) {
    String[] parts = change.replace('\'', '"').split("\\|", 2);
    String text = new String(STREAM.toBytes(), StandardCharsets.UTF_8);
    String changed = text.replace(parts[0], parts[1]);
    assertThat(changed).isNotEqualTo(text);
    assertThatThrownBy(() -> SavedStream.of(changed.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
