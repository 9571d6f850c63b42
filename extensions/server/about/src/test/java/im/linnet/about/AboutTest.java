package im.linnet.about;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.jid.Jid;
import im.linnet.test.Failures;
import im.linnet.test.FrozenClock;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking and answering about activity, software and time. */
@Timeout(120)
class AboutTest {

  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");
  private static final String LAST = "<query xmlns='jabber:iq:last'/>";
  private static final String VERSION = "<query xmlns='jabber:iq:version'/>";
  private static final String TIME = "<time xmlns='urn:xmpp:time'/>";
  private static final String UNAVAILABLE =
      "<error type='cancel'><service-unavailable"
          + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";

  private static Consumer<Script> asked(String question, String answer) {
    return script ->
        script
            .expect("<iq type='get' id='{i}' to='%s'>%s</iq>".formatted(ROMEO, question))
            .send("<iq type='result' id='{i}' from='%s'>%s</iq>".formatted(ROMEO, answer));
  }

  private static Consumer<Script> answers(String from, String question, String answer) {
    return script ->
        script
            .send("<iq type='get' id='q' from='%s'>%s</iq>".formatted(from, question))
            .expect("<iq type='result' id='q' to='%s'>%s</iq>".formatted(from, answer));
  }

  private static Consumer<Script> refuses(String from, String question) {
    return script ->
        script
            .send("<iq type='get' id='q' from='%s'>%s</iq>".formatted(from, question))
            .expect("<iq type='error' id='q' to='%s'>%s</iq>".formatted(from, UNAVAILABLE));
  }

  /** Runs a script that only asks the client. */
  private static void answering(Function<XmppClient, Extension> extension, Consumer<Script> lines) {
    try (ScriptedClient it = ScriptedClient.bound(extension, s -> s.then(lines).mark("end"))) {
      it.peer().awaitMark("end");
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({"903,Heading Home,903", "0,,0", "' 123 ',' ',123"})
  void asks_for_the_last_activity(String seconds, String status, long ago) throws Exception {
    String text = status == null ? "" : status;
    String answer =
        "<query xmlns='jabber:iq:last' seconds='%s'>%s</query>".formatted(seconds, text);
    try (ScriptedClient it = ScriptedClient.bound(LastActivity::new, asked(LAST, answer))) {
      Activity activity = get(it.get(LastActivity.class).of(ROMEO));
      assertThat(activity.ago()).isEqualTo(Duration.ofSeconds(ago));
      assertThat(activity.status()).isEqualTo(text.isBlank() ? null : text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<query xmlns='jabber:iq:last'/>",
        "<query xmlns='jabber:iq:last' seconds='many'/>",
        "<query xmlns='jabber:iq:last' seconds='-1'/>",
        "<query xmlns='jabber:iq:last' seconds='99999999999999999999'/>",
        "<query xmlns='urn:x' seconds='1'/>"
      })
  void an_activity_that_cannot_be_read_is_a_failure(String answer) {
    try (ScriptedClient it = ScriptedClient.bound(LastActivity::new, asked(LAST, answer))) {
      Failures.of(it.get(LastActivity.class).of(ROMEO), UnreadableAnswerException.class);
    }
  }

  @Test
  void answers_how_long_the_user_is_idle() {
    AtomicLong nanos = new AtomicLong();
    try (ScriptedClient it =
        ScriptedClient.bound(
            client -> new LastActivity(client, ROMEO::equals, nanos::get),
            s ->
                s.awaitCue("idle")
                    .then(
                        answers(
                            ROMEO.toString(),
                            LAST,
                            "<query xmlns='jabber:iq:last' seconds='123'/>"))
                    .mark("asked")
                    .awaitCue("used")
                    .then(
                        answers(
                            "juliet@localhost/tomb",
                            LAST,
                            "<query xmlns='jabber:iq:last' seconds='0'/>"))
                    .then(refuses("paris@localhost/street", LAST))
                    .mark("end"))) {
      nanos.set(Duration.ofMillis(123_900).toNanos());
      it.peer().cue("idle");
      it.peer().awaitMark("asked");
      it.get(LastActivity.class).used();
      it.peer().cue("used");
      it.peer().awaitMark("end");
      assertThat(it.get(LastActivity.class).features()).containsExactly("jabber:iq:last");
    }
  }

  @Tag("P28")
  @Test
  void answers_nobody_unless_allowed() {
    answering(LastActivity::new, refuses(ROMEO.toString(), LAST));
    answering(SoftwareVersion::new, refuses(ROMEO.toString(), VERSION));
    answering(EntityTime::new, refuses(ROMEO.toString(), TIME));
  }

  @Test
  void asks_for_software() throws Exception {
    try (ScriptedClient it =
        ScriptedClient.bound(
            SoftwareVersion::new,
            s ->
                s.then(
                        asked(
                            VERSION,
                            "<query xmlns='jabber:iq:version'><name>Exodus</name>"
                                + "<version>0.7.0.4</version><os>Windows-XP</os></query>"))
                    .then(asked(VERSION, VERSION)))) {
      SoftwareVersion version = it.get(SoftwareVersion.class);
      assertThat(get(version.of(ROMEO))).isEqualTo(new Software("Exodus", "0.7.0.4", "Windows-XP"));
      assertThat(get(version.of(ROMEO))).isEqualTo(new Software("", ""));
      assertThat(version.features()).isEmpty();
    }
  }

  @Test
  void answers_with_the_own_software() {
    String own =
        "<query xmlns='jabber:iq:version'><name>Balcony</name><version>1.0</version></query>";
    answering(
        client -> new SoftwareVersion(client, new Software("Balcony", "1.0"), ROMEO::equals),
        s ->
            s.then(answers(ROMEO.toString(), VERSION, own))
                .then(answers("localhost", VERSION, own))
                .then(answers("juliet@localhost", VERSION, own))
                .then(refuses("romeo@localhost/other", VERSION)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                answering(
                    client -> new SoftwareVersion(client, new Software("\0", "1"), any -> true),
                    s -> {}));
  }

  @ParameterizedTest
  @CsvSource({
    "-06:00,2006-12-19T17:58:35Z,2006-12-19T11:58:35-06:00",
    "Z,2006-12-19T17:58:35.123Z,2006-12-19T17:58:35.123Z",
    "+05:30,2006-12-19T17:58:35Z,2006-12-19T23:28:35+05:30",
    "?,2006-12-19T17:58:35Z,2006-12-19T17:58:35Z",
    "+01:00,2006-12-19T18:58:35+01:00,2006-12-19T18:58:35+01:00"
  })
  void asks_for_the_time(String offset, String utc, OffsetDateTime time) throws Exception {
    String answer =
        "<time xmlns='urn:xmpp:time'><tzo>%s</tzo><utc>%s</utc></time>".formatted(offset, utc);
    try (ScriptedClient it = ScriptedClient.bound(EntityTime::new, asked(TIME, answer))) {
      assertThat(get(it.get(EntityTime.class).of(ROMEO))).isEqualTo(time);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        TIME,
        "<time xmlns='urn:xmpp:time'><utc>now</utc></time>",
        "<time xmlns='urn:xmpp:time'><tzo>+18:00</tzo><utc>+999999999-12-31T23:59:59Z</utc></time>"
      })
  void a_time_that_cannot_be_read_is_a_failure(String answer) {
    try (ScriptedClient it = ScriptedClient.bound(EntityTime::new, asked(TIME, answer))) {
      Failures.of(it.get(EntityTime.class).of(ROMEO), UnreadableAnswerException.class);
    }
  }

  @Test
  void answers_what_time_it_is() {
    FrozenClock utc = new FrozenClock(Instant.parse("2006-12-19T17:58:35.999Z"));
    Clock chicago = Clock.fixed(utc.instant(), ZoneId.of("America/Chicago"));
    answering(
        client -> new EntityTime(client, chicago, ROMEO::equals),
        s ->
            s.then(
                    answers(
                        ROMEO.toString(),
                        TIME,
                        "<time xmlns='urn:xmpp:time'><tzo>-06:00</tzo>"
                            + "<utc>2006-12-19T17:58:35Z</utc></time>"))
                .then(refuses("paris@localhost/street", TIME)));
    answering(
        client -> new EntityTime(client, utc.withZone(ZoneOffset.UTC), anyone -> true),
        answers(
            "paris@localhost/street",
            TIME,
            "<time xmlns='urn:xmpp:time'><tzo>+00:00</tzo>"
                + "<utc>2006-12-19T17:58:35Z</utc></time>"));
  }
}
