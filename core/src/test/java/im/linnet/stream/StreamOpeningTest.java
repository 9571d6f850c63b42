package im.linnet.stream;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import org.junit.jupiter.api.Test;

/** The values that transports and steps exchange. */
class StreamOpeningTest {

  @Test
  void an_opening_has_a_domain_and_a_version() {
    StreamOpening opening = StreamOpening.to("a.example");
    assertThat(opening.to()).isEqualTo("a.example");
    assertThat(opening.from()).isNull();
    assertThat(opening.contentNamespace()).isEqualTo("jabber:client");
    assertThat(opening.version()).isEqualTo("1.0");
    assertThat(opening.language()).isNull();
  }

  @Test
  void each_part_can_be_another_one() {
    StreamOpening opening =
        StreamOpening.to("a.example")
            .withFrom("u@a.example")
            .withContentNamespace("jabber:component:accept")
            .withLanguage("de")
            .withTo("b.example");
    assertThat(opening.to()).isEqualTo("b.example");
    assertThat(opening.from()).isEqualTo("u@a.example");
    assertThat(opening.contentNamespace()).isEqualTo("jabber:component:accept");
    assertThat(opening.version()).isEqualTo("1.0");
    assertThat(opening.language()).isEqualTo("de");
    StreamOpening old = opening.withoutVersion();
    assertThat(old.version()).isNull();
    assertThat(old.language()).isEqualTo("de");
    assertThat(old.from()).isEqualTo("u@a.example");
  }

  /** The user's address is left out. */
  @Test
  void its_text_names_the_server_alone() {
    assertThat(StreamOpening.to("a.example").withFrom("u@a.example"))
        .hasToString("StreamOpening[to=a.example, contentNamespace=jabber:client, version=1.0]");
  }

  @Test
  void lost_streams_are_equal_if_all_of_them_is() {
    Jid jid = Jid.of("u@a.example/r");
    LostStream lost = LostStream.of(jid, "s3cret", 7);
    assertThat(lost)
        .isEqualTo(LostStream.of(jid, "s3cret", 7))
        .hasSameHashCodeAs(LostStream.of(jid, "s3cret", 7))
        .isNotEqualTo(LostStream.of(Jid.of("u@a.example/s"), "s3cret", 7))
        .isNotEqualTo(LostStream.of(jid, "other", 7))
        .isNotEqualTo(LostStream.of(jid, "s3cret", 8))
        .isNotEqualTo("s3cret")
        .hasToString("LostStream[jid=u@a.example/r, handled=7]");
    assertThat(lost.hashCode()).isNotZero();
  }
}
