package im.linnet.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.archive.MessageArchive;
import im.linnet.carbons.Carbons;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.test.ScriptedClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which messages are in the timeline, and that each is there once. */
@Timeout(120)
class MessageTimelineTest {

  /** An hour before the messages of the archive. */
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-01T09:00:00Z"));

  private static final Jid ROMEO = Jid.of("romeo@example.net");
  private static final String FROM_ROMEO = "romeo@example.net/orchard";
  private static final String ME = "juliet@localhost/balcony";
  private static final String LAPTOP = "juliet@localhost/laptop";

  private final ScriptedArchive server = new ScriptedArchive();
  private final TimelineStore store = TimelineStore.inMemory();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private ScriptedClient client() {
    ScriptedClient it =
        ScriptedClient.builder()
            .with(Carbons::new)
            .with(MessageArchive::new)
            .with(client -> new MessageTimeline(client, store, Duration.ZERO, CLOCK))
            .endingAnyhow()
            .built(script -> script.answerAll(server::answer));
    MessageTimeline timeline = it.get(MessageTimeline.class);
    timeline.onEntry(
        entry -> heard.add((entry.way() + " " + entry.message().body()).toLowerCase(Locale.ROOT)));
    timeline.onProgress(progress -> heard.add(progress.getClass().getSimpleName()));
    it.client().connect().orTimeout(20, TimeUnit.SECONDS).join();
    return it;
  }

  private void hears(String... expected) throws InterruptedException {
    for (String each : expected) {
      assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(each);
    }
  }

  /** A stream on which nothing else happens. */
  private void session(String... expected) throws InterruptedException {
    try (ScriptedClient it = client()) {
      hears(expected);
      assertThat(it.client().stream()).isNotNull();
    }
  }

  /** Sends a message, upon which what was given to the server arrives. */
  private void cue(ScriptedClient it) throws InterruptedException {
    it.client().send(Message.chat(ROMEO, "cue")).join();
    hears("here cue");
  }

  private static String message(String from, String to, String id, String body, String more) {
    return ("<message xmlns='jabber:client' from='%s' to='%s' id='%s' type='chat'>"
            + "<body>%s</body>%s</message>")
        .formatted(from, to, id, body, more);
  }

  private static String stamped(String id) {
    return "<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@localhost' id='" + id + "'/>";
  }

  private static String live(String id, String body) {
    return message(FROM_ROMEO, ME, "m-" + id, body, stamped(id));
  }

  private static String carbon(String direction, String message) {
    return ("<message from='juliet@localhost' to='%s'><%s xmlns='urn:xmpp:carbons:2'>"
            + "<forwarded xmlns='urn:xmpp:forward:0'>%s</forwarded></%s></message>")
        .formatted(ME, direction, message, direction);
  }

  private ScriptedArchive archived(String id, String body) {
    return server.store(id, message(FROM_ROMEO, "juliet@localhost", "m-" + id, body, ""));
  }

  @Test
  void the_archive_comes_first_and_nothing_twice() throws Exception {
    archived("1", "one");
    archived("2", "two");
    server.duringQuery(live("2", "two") + live("3", "three"));
    try (ScriptedClient it = client()) {
      hears("CatchingUp", "archive one", "archive two", "UpToDate", "live three");
      server.afterMessage(live("3", "three") + live("4", "four"));
      cue(it);
      hears("live four");
    }
  }

  @Test
  void a_restart_brings_what_is_missing_and_only_that() throws Exception {
    archived("1", "one");
    try (ScriptedClient it = client()) {
      hears("CatchingUp", "archive one", "UpToDate");
      server.afterMessage(live("3", "three"));
      it.client().send(Message.builder(ROMEO).id("mine").body("two").build()).join();
      hears("here two", "live three");
    }
    hears("Waiting");
    server.store("2", message(ME, ROMEO.toString(), "mine", "two", ""));
    archived("3", "three");
    archived("4", "four");
    server.store("5", message(LAPTOP, ROMEO.toString(), "mine", "five", ""));
    session("CatchingUp", "archive four", "archive five", "UpToDate");
  }

  /** Copies may arrive in another order than their messages are archived in. */
  @Test
  void a_message_that_was_archived_before_the_last_one_is_not_missed() throws Exception {
    archived("1", "one");
    try (ScriptedClient it = client()) {
      hears("CatchingUp", "archive one", "UpToDate");
      server.afterMessage(live("3", "three"));
      cue(it);
      hears("live three");
    }
    hears("Waiting");
    server.store("2", message(LAPTOP, ROMEO.toString(), "l", "two", ""));
    archived("3", "three");
    session("CatchingUp", "archive two", "UpToDate");
  }

  /** Only the carbons extension marks copies, and here it marks none. */
  @Test
  void nobody_can_hide_a_message_by_the_mark_of_copies() throws Exception {
    String mark = "<copied xmlns='urn:linnet:copied:1' way='sent'/>";
    server.afterMessage(message(FROM_ROMEO, ME, "m1", "marked", mark));
    try (ScriptedClient it = client()) {
      hears("CatchingUp", "UpToDate");
      cue(it);
      hears("live marked");
    }
  }

  @Test
  void copies_of_other_devices_come_once() throws Exception {
    String sent = message(LAPTOP, ROMEO.toString(), "l1", "from the laptop", "");
    String received = message(FROM_ROMEO, LAPTOP, "r1", "to the laptop", stamped("2"));
    server.duringQuery(carbon("sent", sent) + carbon("received", received));
    server.store("1", sent);
    try (ScriptedClient it = client()) {
      hears("CatchingUp", "archive from the laptop", "UpToDate", "carbon to the laptop");
      server.afterMessage(carbon("sent", sent) + carbon("received", received) + live("3", "end"));
      cue(it);
      hears("live end");
    }
  }

  /** A contact can't hide a message by the id of one that the user sent. */
  @Tag("P23")
  @Test
  void ids_of_others_are_not_mistaken_for_own_ones() throws Exception {
    try (ScriptedClient it = client()) {
      hears("CatchingUp", "UpToDate");
      server.afterMessage(message(FROM_ROMEO, ME, "mine", "two", stamped("9")));
      it.client().send(Message.builder(ROMEO).id("mine").body("two").build()).join();
      hears("here two", "live two");
    }
  }

  /** Servers pass messages on twice, and archive them twice, when connections break. */
  @Test
  void a_repeated_message_comes_once_unless_it_comes_much_later() throws Exception {
    String first = message(FROM_ROMEO, ME, "m", "two", stamped("8"));
    server.store("8", message(FROM_ROMEO, ME, "m", "two", ""));
    server.store("9", message(FROM_ROMEO, ME, "m", "two", ""));
    server.duringQuery(first);
    try (ScriptedClient it = client()) {
      hears("CatchingUp", "archive two", "UpToDate");
      String delay = "<delay xmlns='urn:xmpp:delay' from='localhost' stamp='2026-11-01T%s:00Z'/>";
      server.afterMessage(
          message(FROM_ROMEO, ME, "m", "two", stamped("10") + delay.formatted("10:29"))
              + message(FROM_ROMEO, ME, "m", "2", stamped("11") + delay.formatted("10:29"))
              + message(FROM_ROMEO, ME, "m", "two", stamped("12") + delay.formatted("11:00")));
      cue(it);
      hears("live 2", "live two");
    }
  }

  /** ejabberd does, when a stream was lost with messages that were not acknowledged. */
  @Test
  void old_messages_that_come_again_do_not_take_the_mark_back() throws Exception {
    StringBuilder again = new StringBuilder();
    for (int i = 0; i <= 2 * TimelineMark.MAX_IDS; i++) {
      archived("a" + i, "old " + i);
      if (i < TimelineMark.MAX_IDS) {
        again.append(live("a" + i, "old " + i));
      }
    }
    try (ScriptedClient it = client()) {
      hears("CatchingUp");
      for (int i = 0; i <= 2 * TimelineMark.MAX_IDS; i++) {
        hears("archive old " + i);
      }
      hears("UpToDate");
      server.afterMessage(again + live("end", "the end"));
      cue(it);
      hears("live the end");
    }
    assertThat(store.load(Jid.of("juliet@localhost")))
        .satisfies(
            mark ->
                assertThat(mark.ids())
                    .contains("a" + (TimelineMark.MAX_IDS + 8), "end")
                    .doesNotContain("a3"));
  }

  @Test
  void what_is_no_conversation_is_left_out() throws Exception {
    String room = "<x xmlns='http://jabber.org/protocol/muc#user'/>";
    server.store("0", message("garden@rooms.localhost/Ann", ME, "q", "earlier", room));
    String state = "<active xmlns='http://jabber.org/protocol/chatstates'/>";
    try (ScriptedClient it = client()) {
      hears("CatchingUp", "UpToDate");
      server.afterMessage(
          live("1", "in a room").replace("type='chat'", "type='groupchat'")
              + live("2", "news").replace("type='chat'", "type='headline'")
              + live("3", "bounced").replace("type='chat'", "type='error'")
              + message("garden@rooms.localhost/Ann", ME, "p", "privately", stamped("6") + room)
              + "<message from='%s' type='chat'>%s%s</message>"
                  .formatted(FROM_ROMEO, state, stamped("4"))
              + live("5", "the end"));
      cue(it);
      hears("live the end");
    }
  }

  @Test
  void an_anchor_that_is_lost_is_a_gap() throws Exception {
    archived("1", "one");
    session("CatchingUp", "archive one", "UpToDate");
    hears("Waiting");
    server.forgetAll();
    archived("7", "seven");
    session("CatchingUp", "Gap", "archive seven", "UpToDate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"service-unavailable", "feature-not-implemented"})
  void without_an_archive_it_has_what_arrives(String condition) throws Exception {
    server.refuse(condition);
    server.duringQuery(live("1", "one"));
    try (ScriptedClient it = client()) {
      hears("CatchingUp", "WithoutArchive", "live one");
      server.afterMessage(live("2", "two"));
      cue(it);
      hears("live two");
    }
  }

  @Test
  void what_an_interrupted_reading_missed_comes_later() throws Exception {
    archived("1", "one");
    session("CatchingUp", "archive one", "UpToDate");
    hears("Waiting");
    server.refuse("internal-server-error");
    server.duringQuery(live("3", "three"));
    session("CatchingUp", "Interrupted", "live three");
    hears("Waiting");
    server.refuse("");
    archived("2", "two");
    archived("3", "three");
    session("CatchingUp", "archive two", "UpToDate");
  }

  @Test
  void more_than_can_wait_is_read_from_the_archive() throws Exception {
    StringBuilder flood = new StringBuilder();
    for (int i = 1; i <= HeldEntries.MAX + 10; i++) {
      flood.append(live("f" + i, "flood " + i));
      archived("f" + i, "flood " + i);
    }
    server.duringQuery(flood.toString());
    try (ScriptedClient it = client()) {
      hears("CatchingUp");
      for (int i = 1; i <= HeldEntries.MAX + 10; i++) {
        hears("archive flood " + i);
      }
      assertThat(heard.poll(20, TimeUnit.SECONDS)).isIn("CatchingUp", "UpToDate");
      server.afterMessage(live("end", "the end"));
      it.client().send(Message.chat(ROMEO, "cue")).join();
      String last = "";
      while (!last.equals("live the end")) {
        last = String.valueOf(heard.poll(20, TimeUnit.SECONDS));
        assertThat(last).isIn("CatchingUp", "UpToDate", "here cue", "live the end");
      }
    }
  }

  @Test
  void a_negative_history_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ScriptedClient.builder()
                    .with(Carbons::new)
                    .with(MessageArchive::new)
                    .with(c -> new MessageTimeline(c, store, Duration.ofSeconds(-1)))
                    .built(script -> {}));
  }
}
