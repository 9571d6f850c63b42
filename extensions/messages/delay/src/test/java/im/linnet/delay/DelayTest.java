package im.linnet.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelayTest {

  private static final Jid OWN = Jid.of("juliet@capulet.com/balcony");
  private static final Jid SERVER = Jid.of("capulet.com");
  private static final Jid ROOM = Jid.of("coven@macbeth.shakespeare.lit");
  private static final Instant EARLY = Instant.parse("2002-09-10T23:05:37Z");
  private static final Instant LATE = Instant.parse("2002-09-10T23:08:25Z");

  private static Element delay(String stamp) {
    return Element.builder("delay", Delay.NAMESPACE).attribute("stamp", stamp).build();
  }

  private static Element legacy(String stamp) {
    return Element.builder("x", Delay.LEGACY_NAMESPACE).attribute("stamp", stamp).build();
  }

  private static Message message(Element... notes) {
    ElementBuilder message =
        Element.builder("message", Message.NAMESPACE).attribute("type", "chat").child("body", "hi");
    for (Element note : notes) {
      message.child(note);
    }
    return Message.of(message.build());
  }

  @ParameterizedTest
  @CsvSource({
    "2002-09-10T23:08:25Z,                2002-09-10T23:08:25Z",
    "2002-09-10T23:08:25.1Z,              2002-09-10T23:08:25.100Z",
    "2002-09-10T23:08:25.123456789Z,      2002-09-10T23:08:25.123456789Z",
    "2002-09-10T23:08:25.1234567899999Z,  2002-09-10T23:08:25.123456789Z",
    "2002-09-10T23:08:25.000000001+00:00, 2002-09-10T23:08:25.000000001Z",
    "2002-09-11T01:08:25+02:00,           2002-09-10T23:08:25Z",
    "2002-09-10T18:38:25.5-04:30,         2002-09-10T23:08:25.500Z",
    "2002-09-10T23:08:25-00:00,           2002-09-10T23:08:25Z",
    "2004-02-29T00:00:00+14:00,           2004-02-28T10:00:00Z",
    "0001-01-01T00:00:00Z,                0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z,      9999-12-31T23:59:59.999999999Z"
  })
  void reads_the_exact_instant(String stamp, Instant instant) {
    assertThat(Delay.of(delay(stamp)).stamp()).isEqualTo(instant);
    assertThat(Delay.of(legacy(stamp)).stamp()).isEqualTo(instant);
  }

  @ParameterizedTest
  @CsvSource({
    "20020910T23:08:25,     2002-09-10T23:08:25Z",
    "20020910T23:08:25Z,    2002-09-10T23:08:25Z",
    "20020910T23:08:25.25,  2002-09-10T23:08:25.250Z",
    "20020911T01:08:25+02:00, 2002-09-10T23:08:25Z"
  })
  void reads_the_form_of_xep_0091_in_its_namespace_only(String stamp, Instant instant) {
    assertThat(Delay.of(legacy(stamp)).stamp()).isEqualTo(instant);
    assertThatIllegalArgumentException().isThrownBy(() -> Delay.of(delay(stamp)));
  }

  @ParameterizedTest
  @DisplayName("Q21")
  @ValueSource(
      strings = {
        "",
        "Z",
        "now",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+00:01",
        "-001-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "9999-12-31T23:59:59-00:01",
        "2002-9-10T23:08:25Z",
        "2002-13-10T23:08:25Z",
        "2002-00-10T23:08:25Z",
        "2003-02-29T23:08:25Z",
        "2002-09-10T24:00:00Z",
        "2002-09-10T25:00:00Z",
        "2002-09-10T23:60:00Z",
        "2002-12-31T23:59:60Z",
        "2002-09-10T23:08:25",
        "2002-09-10T23:08Z",
        "2002-09-10 23:08:25Z",
        "2002-09-10t23:08:25z",
        "2002-09-10T23:08:25.Z",
        "2002-09-10T23:08:25,5Z",
        "2002-09-10T23:08:25+99:99",
        "2002-09-10T23:08:25-99:99",
        "2002-09-10T23:08:25+14:01",
        "2002-09-10T23:08:25+02:60",
        "2002-09-10T23:08:25+02",
        "2002-09-10T23:08:25+0200",
        "2002-09-10T23:08:25Z ",
        " 2002-09-10T23:08:25Z",
        "2002-09-10T23:08:25ZZ",
        "٢٠٠٢-09-10T23:08:25Z",
        "2002-09-10T23:08:25.1234567890123456789012345678901234567890123456Z"
      })
  void refuses_a_malformed_stamp(String stamp) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Delay.of(delay(stamp)))
        .withMessageStartingWith("stamp: ");
    assertThat(message(delay(stamp)).payload(Delay.TYPE)).isNull();
    assertThat(Delay.claims(message(delay(stamp), legacy("x" + stamp)))).isEmpty();
  }

  @Test
  @DisplayName("Q21: 1 MB of digits")
  void refuses_an_endless_stamp_by_its_length() {
    String endless = "2002-09-10T23:08:25." + "1".repeat(1_000_000) + "Z";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Delay.of(delay(endless)))
        .withMessage("stamp: 1000021 characters (expected: <= 64)");
    assertThatIllegalArgumentException().isThrownBy(() -> Delay.of(legacy(endless)));
  }

  @Test
  void refuses_what_is_no_delay() {
    assertThatIllegalArgumentException().isThrownBy(() -> Delay.of(Element.of("x", "a")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Delay.of(Element.of("delay", Delay.NAMESPACE)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Delay.of(delay("2002-09-10T23:08:25Z").toBuilder().attribute("from", "@").build()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Delay(Instant.MAX, SERVER));
    assertThatIllegalArgumentException().isThrownBy(() -> new Delay(Instant.MIN, SERVER));
  }

  @Test
  void writes_what_it_reads() {
    Delay delay = new Delay(LATE, SERVER, " Offline Storage\n ");
    assertThat(delay.reason()).isEqualTo("Offline Storage");
    assertThat(delay.toElement())
        .isEqualTo(
            Element.builder("delay", Delay.NAMESPACE)
                .attribute("from", "capulet.com")
                .attribute("stamp", "2002-09-10T23:08:25Z")
                .text("Offline Storage")
                .build());
    assertThat(Delay.of(delay.toElement())).isEqualTo(delay);
    assertThat(new Delay(LATE, null, "r".repeat(5000)).reason()).hasSize(1024);
  }

  @Test
  @DisplayName("scenario 41: both forms")
  void believes_the_own_server_in_either_form() {
    Element old = legacy("20020910T23:08:25").toBuilder().attribute("from", "capulet.com").build();
    assertThat(Delay.of(message(old), OWN)).isEqualTo(new Delay(LATE, SERVER));
    assertThat(Delay.of(message(new Delay(LATE, SERVER).toElement(), old), OWN))
        .isEqualTo(new Delay(LATE, SERVER));
  }

  @Test
  void believes_the_own_account_and_a_room_that_is_trusted() {
    Message archived = message(new Delay(LATE, OWN.bare()).toElement());
    Message said = message(new Delay(EARLY, ROOM).toElement());
    assertThat(Delay.of(archived, OWN)).isNotNull();
    assertThat(Delay.of(said, OWN)).isNull();
    assertThat(Delay.of(said, OWN, ROOM.withResource("thirdwitch")))
        .isEqualTo(new Delay(EARLY, ROOM));
  }

  @Test
  void believes_nobody_else_and_no_one_unnamed() {
    Message forged =
        message(
            delay("1970-01-01T00:00:00Z"),
            new Delay(EARLY, Jid.of("romeo@montague.net")).toElement(),
            new Delay(EARLY, Jid.of("montague.capulet.com")).toElement(),
            new Delay(EARLY, Jid.of("nurse@capulet.com")).toElement());
    assertThat(Delay.of(forged, OWN)).isNull();
    assertThat(Delay.claims(forged)).hasSize(4);
    assertThat(Delay.of(message(), OWN)).isNull();
  }

  @Test
  void takes_the_earliest_of_several_believable_times() {
    Message twice =
        message(
            new Delay(LATE, SERVER).toElement(),
            delay("x"),
            new Delay(EARLY, ROOM).toElement(),
            new Delay(Instant.EPOCH, Jid.of("montague.net")).toElement());
    assertThat(Delay.of(twice, OWN, ROOM)).isEqualTo(new Delay(EARLY, ROOM));
    assertThat(Delay.of(twice, OWN)).isEqualTo(new Delay(LATE, SERVER));
  }

  /** What is read can be written, wherever it was cut and whatever it holds. */
  @ParameterizedTest
  @ValueSource(strings = {"\u001b[31m", "\uD83D", "x\uFFFE"})
  void has_a_reason_that_can_be_sent(String words) {
    String bird = "\uD83D\uDC26";
    for (String reason : new String[] {words, "x" + bird.repeat(600), words + bird.repeat(600)}) {
      Delay delay = new Delay(EARLY, SERVER, reason);
      assertThat(Delay.of(delay.toElement())).isEqualTo(delay);
    }
    assertThat(new Delay(EARLY, SERVER, "x" + bird.repeat(600)).reason())
        .isEqualTo("x" + bird.repeat(511));
  }

  private static Element by(Jid from, String stamp) {
    return delay(stamp).toBuilder().attribute("from", from.toString()).build();
  }

  private static Element legacyBy(Jid from, String stamp) {
    return legacy(stamp).toBuilder().attribute("from", from.toString()).build();
  }

  /** A server that writes both forms writes one moment twice. */
  @ParameterizedTest
  @CsvSource({
    "2002-09-10T23:08:25.950Z,    20020910T23:08:25,      2002-09-10T23:08:25.950Z",
    "2002-09-10T23:08:25.999999Z, 20020910T23:08:25,      2002-09-10T23:08:25.999999Z",
    "2002-09-10T23:08:25.000001Z, 20020910T23:08:25,      2002-09-10T23:08:25.000001Z",
    "2002-09-10T23:08:25.950Z,    20020910T23:08:26,      2002-09-10T23:08:25.950Z",
    "2002-09-10T23:08:25.957Z,    20020910T23:08:25.9,    2002-09-10T23:08:25.957Z",
    "2002-09-10T23:08:25Z,        20020910T23:08:25,      2002-09-10T23:08:25Z",
    // another moment
    "2002-09-10T23:08:26Z,        20020910T23:08:25,      2002-09-10T23:08:25Z",
    "2002-09-10T23:08:26.001Z,    20020910T23:08:25,      2002-09-10T23:08:25Z",
    "2002-09-10T23:08:25.950Z,    20020910T21:08:25,      2002-09-10T21:08:25Z",
    "2002-09-10T23:08:25.95Z,     20020910T23:08:25.9375, 2002-09-10T23:08:25.9375Z",
  })
  void takes_the_finer_of_two_notes_of_one_moment(String present, String old, Instant sent) {
    Element[] both = {by(SERVER, present), legacyBy(SERVER, old)};
    assertThat(Delay.of(message(both), OWN)).isEqualTo(new Delay(sent, SERVER));
    assertThat(Delay.of(message(both[1], both[0]), OWN)).isEqualTo(new Delay(sent, SERVER));
  }

  /** What comes later is not finer, however exact. */
  @Test
  void takes_the_moment_of_sending_where_a_message_was_delayed_twice() {
    Message twice =
        message(
            by(SERVER, "2002-09-10T23:10:00.123456Z"),
            legacyBy(ROOM, "20020910T23:05:37"),
            by(ROOM, "2002-09-10T23:05:37.25Z"));
    assertThat(Delay.of(twice, OWN, ROOM))
        .isEqualTo(new Delay(Instant.parse("2002-09-10T23:05:37.25Z"), ROOM));
  }

  @Test
  void believes_the_service_of_a_room_that_is_trusted() {
    Jid service = ROOM.domainJid();
    for (Message said :
        List.of(
            message(by(service, "2002-09-10T23:05:37Z")),
            message(legacyBy(service, "20020910T23:05:37")))) {
      assertThat(Delay.of(said, OWN)).isNull();
      assertThat(Delay.of(said, OWN, ROOM)).isEqualTo(new Delay(EARLY, service));
      assertThat(Delay.of(said, OWN, ROOM.withResource("thirdwitch"))).isNotNull();
      assertThat(Delay.of(said, OWN, Jid.of("coven@shakespeare.lit"))).isNull();
    }
    Message other = message(by(Jid.of("cave@macbeth.shakespeare.lit"), "2002-09-10T23:05:37Z"));
    assertThat(Delay.of(other, OWN, ROOM)).isNull();
  }

  @Test
  void sees_that_a_delay_is_claimed_by_whomever_and_however() {
    assertThat(Delay.isClaimed(message())).isFalse();
    assertThat(Delay.isClaimed(message(Element.of("x", "jabber:x:event")))).isFalse();
    assertThat(Delay.isClaimed(message(delay("2002-09-10T23:08:25Z")))).isTrue();
    assertThat(Delay.isClaimed(message(legacy("20020910T23:08:25")))).isTrue();
    assertThat(Delay.isClaimed(message(legacy("once")))).isTrue();
  }

  @Test
  void gives_a_reason_that_can_be_sent_again() {
    String reason = new Delay(LATE, SERVER, "r".repeat(1023) + "\uD83D\uDC26".repeat(9)).reason();
    assertThat(reason).isEqualTo("r".repeat(1023));
    assertThat(new Delay(LATE, SERVER, reason).toElement().text()).isEqualTo(reason);
  }

  @Test
  void keeps_the_address_of_who_says_so_as_it_came() {
    String occupant = "coven@macbeth.shakespeare.lit/\uD83E\uDEE8";
    Element note = delay("2002-09-10T23:08:25Z").toBuilder().attribute("from", occupant).build();
    assertThat(Delay.of(note).from()).hasToString(occupant);
    assertThat(Delay.of(message(note), OWN, ROOM)).isNotNull();
  }
}
