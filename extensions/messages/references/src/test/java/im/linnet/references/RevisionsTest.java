package im.linnet.references;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.test.FrozenClock;
import im.linnet.test.Xml;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Messages as they stand, in conversations with a contact. {@link RoomRevisionsTest} is in rooms.
 */
@Timeout(60)
class RevisionsTest {

  private static final Jid OWN = Jid.of("romeo@montague.net/orchard");
  private static final Jid JULIET = Jid.of("juliet@capulet.net");
  private static final Jid BALCONY = Jid.of("juliet@capulet.net/balcony");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Conversation conversation = Conversation.with(OWN, JULIET);
  private final FrozenClock clock = new FrozenClock(NOON);
  private final Revisions revisions = new Revisions(conversation, 100, clock);

  private static Message from(Jid sender, String id, String content) {
    return Message.of(
        Xml.element(
            "<message xmlns='jabber:client' type='chat' from='%s' to='%s' id='%s'>%s</message>"
                .formatted(sender, OWN, id, content)));
  }

  private static Message hers(String id, String content) {
    return from(BALCONY, id, content);
  }

  private static String body(String text) {
    return "<body>" + text + "</body>";
  }

  private static String replace(String id, String text) {
    return body(text) + "<replace id='%s' xmlns='urn:xmpp:message-correct:0'/>".formatted(id);
  }

  private static String retract(String id) {
    return "<retract id='%s' xmlns='urn:xmpp:message-retract:1'/>".formatted(id) + body("/me did");
  }

  private static String react(String id, String... emojis) {
    StringBuilder all = new StringBuilder();
    for (String emoji : emojis) {
      all.append("<reaction>").append(emoji).append("</reaction>");
    }
    return "<reactions id='%s' xmlns='urn:xmpp:reactions:0'>%s</reactions>".formatted(id, all);
  }

  /** The text, with marks. */
  private static String outline(@Nullable RevisedMessage message) {
    return message == null
        ? "nothing"
        : message.text()
            + (message.isCorrected() ? " (corrected)" : "")
            + (message.isRetracted() ? " (retracted)" : "")
            + (message.reactions().isEmpty() ? "" : " " + message.reactions());
  }

  private String apply(Message message) {
    clock.advance(Duration.ofSeconds(1));
    return outline(revisions.received(message));
  }

  @Test
  void a_message_is_corrected_reacted_to_and_retracted() {
    Message original = hers("bad1", body("airlock"));
    assertThat(apply(original)).isEqualTo("airlock");
    assertThat(apply(hers("good1", replace("bad1", "window")))).isEqualTo("window (corrected)");
    assertThat(apply(hers("good2", replace("bad1", "windows")))).isEqualTo("windows (corrected)");
    Message reactions = conversation.reactionsTo(original, Set.of("👋"));
    assertThat(apply(reactions)).isEqualTo("windows (corrected) {romeo@montague.net=[👋]}");
    assertThat(apply(hers("r", react("bad1", "🐢", "👋"))))
        .isEqualTo("windows (corrected) {romeo@montague.net=[👋], juliet@capulet.net=[🐢, 👋]}");
    assertThat(apply(conversation.reactionsTo(original, Set.of())))
        .isEqualTo("windows (corrected) {juliet@capulet.net=[🐢, 👋]}");
    assertThat(apply(hers("gone", retract("bad1"))))
        .isEqualTo("null (corrected) (retracted) {juliet@capulet.net=[🐢, 👋]}");
    RevisedMessage last = Objects.requireNonNull(revisions.find(original));
    assertThat(last.original()).isEqualTo(original);
    assertThat(last.current().body()).isEqualTo("windows");
    assertThat(revisions.refused()).isZero();
    assertThat(revisions.forgotten()).isZero();
  }

  private static Message error(Jid from, String id, String condition) {
    return Message.of(
        Xml.element(
            ("<message xmlns='jabber:client' type='error' from='%s' to='%s' id='%s'>"
                    + "<error type='modify'><%s xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                    + "</error></message>")
                .formatted(from, OWN, id, condition)));
  }

  private String reject(Jid from, Message reactions) {
    return outline(
        revisions.rejected(error(from, String.valueOf(reactions.id()), "not-acceptable")));
  }

  @Test
  void rejected_reactions_are_taken_back() {
    Message original = hers("m1", body("hearts only"));
    apply(original);
    Message first = conversation.reactionsTo(original, Set.of("💘"));
    Message second = conversation.reactionsTo(original, Set.of("👋"));
    Message third = conversation.reactionsTo(original, Set.of());
    assertThat(apply(first)).isEqualTo("hearts only {romeo@montague.net=[💘]}");
    assertThat(apply(second)).isEqualTo("hearts only {romeo@montague.net=[👋]}");
    assertThat(reject(JULIET, second)).isEqualTo("hearts only {romeo@montague.net=[💘]}");
    // Once, and for good: an archive has it nevertheless.
    assertThat(reject(JULIET, second)).isEqualTo("nothing");
    assertThat(apply(second)).isEqualTo("hearts only {romeo@montague.net=[💘]}");
    assertThat(apply(third)).isEqualTo("hearts only");
    assertThat(reject(BALCONY, third)).isEqualTo("hearts only {romeo@montague.net=[💘]}");
    assertThat(reject(BALCONY, first)).isEqualTo("hearts only");
  }

  @Test
  void a_later_reaction_survives_the_rejection_of_the_one_before() {
    Message original = hers("m1", body("hearts only"));
    apply(original);
    Message first = conversation.reactionsTo(original, Set.of("👋"));
    Message second = conversation.reactionsTo(original, Set.of("💘"));
    apply(first);
    apply(second);
    apply(second);
    assertThat(reject(JULIET, first)).isEqualTo("hearts only {romeo@montague.net=[💘]}");
    assertThat(reject(JULIET, second)).isEqualTo("hearts only");
  }

  @Test
  void only_the_other_side_rejects_and_only_own_reactions() {
    Message original = hers("m1", body("hearts only"));
    apply(original);
    Message own = conversation.reactionsTo(original, Set.of("💘"));
    Message hers = hers("r1", react("m1", "🐢"));
    apply(own);
    String both = "hearts only {romeo@montague.net=[💘], juliet@capulet.net=[🐢]}";
    assertThat(apply(hers)).isEqualTo(both);
    assertThat(reject(Jid.of("iago@capulet.net"), own)).isEqualTo("nothing");
    assertThat(reject(JULIET, hers)).isEqualTo("nothing");
    assertThat(reject(JULIET, original)).isEqualTo("nothing");
    Message plain = hers(String.valueOf(own.id()), body("no error"));
    assertThat(outline(revisions.rejected(plain))).isEqualTo("nothing");
    assertThat(outline(revisions.find(original))).isEqualTo(both);
  }

  /** The form of XEP-0424 before version 0.4. */
  @Test
  void an_old_retraction_is_read_and_checked_like_a_new_one() {
    String old =
        "<apply-to id='%s' xmlns='urn:xmpp:fasten:0'>"
            + "<retract xmlns='urn:xmpp:message-retract:0'/></apply-to>";
    apply(hers("m1", body("a")));
    apply(hers("m2", body("b")));
    Message own =
        Message.builder(JULIET)
            .type(Message.Type.CHAT)
            .id("x")
            .payload(Xml.element(old.formatted("m1")))
            .build();
    assertThat(apply(own)).isEqualTo("nothing");
    assertThat(revisions.refused()).isEqualTo(1);
    assertThat(apply(hers("y", old.formatted("m1")))).isEqualTo("null (retracted)");
    assertThat(
            apply(
                hers(
                    "z",
                    "<apply-to id='m2' xmlns='urn:xmpp:fasten:0'><other xmlns='urn:x'/></apply-to>"
                        + body("c"))))
        .isEqualTo("c");
  }

  @Test
  void own_messages_are_as_good_as_those_of_the_contact() {
    Message sent = conversation.message("airlock");
    assertThat(apply(sent)).isEqualTo("airlock");
    assertThat(apply(conversation.correctionOf(sent, "window"))).isEqualTo("window (corrected)");
    // The same message as another device has it, and the archive.
    Message carbon = sent.toBuilder().from(OWN).build();
    assertThat(apply(carbon)).isEqualTo("window (corrected)");
    assertThat(outline(revisions.archived("a1", NOON, carbon))).isEqualTo("window (corrected)");
    assertThat(apply(hers("r", react(String.valueOf(sent.id()), "🐢"))))
        .isEqualTo("window (corrected) {juliet@capulet.net=[🐢]}");
    assertThat(apply(conversation.retractionOf(carbon)))
        .isEqualTo("null (corrected) (retracted) {juliet@capulet.net=[🐢]}");
  }

  @Test
  void what_refers_to_nothing_waits_for_it() {
    assertThat(apply(hers("c", replace("1", "b")))).isEqualTo("nothing");
    assertThat(apply(hers("r", react("c", "🐢")))).isEqualTo("nothing");
    assertThat(apply(hers("1", body("a")))).isEqualTo("b (corrected) {juliet@capulet.net=[🐢]}");
    assertThat(apply(hers("2", retract("3")))).isEqualTo("nothing");
    assertThat(apply(hers("3", body("x")))).isEqualTo("null (retracted)");
  }

  @Test
  void a_message_by_another_sender_with_the_same_id_is_not_meant() {
    assertThat(apply(hers("c", replace("1", "forged")))).isEqualTo("nothing");
    Message own = conversation.message("a").toBuilder().id("1").build();
    assertThat(apply(own)).isEqualTo("a");
    assertThat(apply(hers("d", replace("1", "forged")))).isEqualTo("nothing");
    assertThat(revisions.refused()).isEqualTo(1);
    assertThat(outline(revisions.find(own))).isEqualTo("a");
    assertThat(apply(hers("1", body("b")))).isEqualTo("forged (corrected)");
    assertThat(apply(hers("e", retract("1")))).isEqualTo("null (corrected) (retracted)");
    assertThat(outline(revisions.find(own))).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource({
    "tybalt@capulet.net/x",
    "capulet.net",
    "montague.net",
    "juliet@capulet.net.evil.example/balcony"
  })
  void what_others_send_changes_nothing(String forger) {
    Message original = hers("1", body("a"));
    apply(original);
    Jid from = Jid.of(forger);
    assertThat(apply(from(from, "2", replace("1", "b")))).isEqualTo("nothing");
    assertThat(apply(from(from, "3", retract("1")))).isEqualTo("nothing");
    assertThat(apply(from(from, "4", react("1", "🐢")))).isEqualTo("nothing");
    assertThat(apply(from(from, "5", body("c")))).isEqualTo("nothing");
    assertThat(outline(revisions.archived("x", NOON, from(from, "2", replace("1", "b")))))
        .isEqualTo("nothing");
    assertThat(outline(revisions.find(original))).isEqualTo("a");
  }

  /** CVE-2022-39835 and its like. */
  @Tag("P27")
  @Test
  void nobody_corrects_or_retracts_the_message_of_the_other() {
    Message original = hers("1", body("a"));
    apply(original);
    Jid to = JULIET;
    Message correction =
        Message.builder(to).type(Message.Type.CHAT).body("b").payload(new Correction("1")).build();
    Message retraction =
        Message.builder(to).type(Message.Type.CHAT).payload(new Retraction("1", false)).build();
    Message moderation =
        Message.builder(to).type(Message.Type.CHAT).payload(new Retraction("1", true)).build();
    assertThat(apply(correction)).isEqualTo("nothing");
    assertThat(apply(retraction)).isEqualTo("nothing");
    assertThat(apply(moderation)).isEqualTo("nothing");
    assertThat(apply(hers("2", new Retraction("1", true).toElement().toXml())))
        .isEqualTo("nothing");
    assertThat(revisions.refused()).isEqualTo(4);
    assertThat(outline(revisions.find(original))).isEqualTo("a");
  }

  @Test
  void the_type_must_be_the_same() {
    apply(hers("1", body("a")));
    Message normal = hers("2", replace("1", "b")).toBuilder().type(Message.Type.NORMAL).build();
    assertThat(apply(normal)).isEqualTo("nothing");
    assertThat(revisions.refused()).isEqualTo(1);
  }

  @Test
  void the_latest_counts_whatever_comes_last() {
    Message original = hers("1", body("a"));
    apply(original);
    apply(hers("3", replace("1", "third")));
    apply(hers("r3", react("1", "🐢")));
    Message second = hers("2", replace("1", "second"));
    assertThat(outline(revisions.archived("a2", NOON.minusSeconds(60), second)))
        .isEqualTo("third (corrected) {juliet@capulet.net=[🐢]}");
    assertThat(
            outline(revisions.archived("r2", NOON.minusSeconds(50), hers("r2", react("1", "👋")))))
        .isEqualTo("third (corrected) {juliet@capulet.net=[🐢]}");
    // Delayed, as the own server says.
    String delay =
        "<delay xmlns='urn:xmpp:delay' from='montague.net' stamp='2026-01-01T11:00:00Z'/>";
    assertThat(apply(hers("r1", react("1", "👋") + delay)))
        .isEqualTo("third (corrected) {juliet@capulet.net=[🐢]}");
  }

  @Test
  void a_stamp_in_the_future_does_not_win_for_ever() {
    apply(hers("1", body("a")));
    String delay =
        "<delay xmlns='urn:xmpp:delay' from='montague.net' stamp='9999-01-01T11:00:00Z'/>";
    assertThat(apply(hers("2", replace("1", "b") + delay))).isEqualTo("b (corrected)");
    clock.advance(Duration.ofHours(1));
    Instant later = NOON.plusSeconds(600);
    assertThat(outline(revisions.archived("x", later, hers("3", replace("1", "c")))))
        .isEqualTo("c (corrected)");
  }

  @Test
  void live_messages_are_later_than_those_before_whatever_the_clock_says() {
    apply(hers("1", body("a")));
    apply(hers("2", replace("1", "b")));
    clock.advance(Duration.ofDays(-100));
    assertThat(apply(hers("3", replace("1", "c")))).isEqualTo("c (corrected)");
  }

  @Test
  void corrections_are_referred_to_like_the_original() {
    apply(hers("1", body("a")));
    apply(hers("2", replace("1", "b")));
    assertThat(apply(hers("r", react("2", "🐢"))))
        .isEqualTo("b (corrected) {juliet@capulet.net=[🐢]}");
    assertThat(apply(hers("3", replace("2", "c"))))
        .isEqualTo("c (corrected) {juliet@capulet.net=[🐢]}");
    RevisedMessage found = revisions.find(hers("3", replace("1", "c")));
    assertThat(outline(found)).isEqualTo("c (corrected) {juliet@capulet.net=[🐢]}");
  }

  @Test
  void an_id_used_twice_means_the_later_message() {
    apply(hers("1", body("a")));
    apply(hers("1", body("b")));
    assertThat(apply(hers("2", replace("1", "c")))).isEqualTo("c (corrected)");
    assertThat(outline(revisions.find(hers("1", body("a"))))).isEqualTo("a");
  }

  @Test
  void a_trace_in_an_archive_is_a_retracted_message() {
    String trace =
        "<retracted stamp='2019-09-20T23:09:32Z' xmlns='urn:xmpp:message-retract:1' id='r'/>";
    assertThat(outline(revisions.archived("1", NOON, hers("1", trace))))
        .isEqualTo("null (retracted)");
    assertThat(outline(revisions.archived("1", NOON, hers("1", body("a")))))
        .isEqualTo("null (retracted)");
    apply(hers("2", body("b")));
    assertThat(outline(revisions.archived("2", NOON, hers("2", trace))))
        .isEqualTo("null (retracted)");
    // Only an archive can say so.
    assertThat(apply(hers("3", trace + body("c")))).isEqualTo("c");
  }

  @Test
  void messages_without_content_are_left_alone() {
    assertThat(apply(hers("1", "<composing xmlns='http://jabber.org/protocol/chatstates'/>")))
        .isEqualTo("nothing");
    assertThat(apply(hers("2", "<replace xmlns='urn:xmpp:message-correct:0'/>")))
        .isEqualTo("nothing");
    assertThat(revisions.refused()).isZero();
    assertThat(apply(hers("3", "<encryption xmlns='urn:xmpp:eme:0' namespace='urn:x'/>")))
        .isEqualTo("null");
    assertThat(apply(hers("4", "<x xmlns='jabber:x:oob'><url>https://a.example</url></x>")))
        .isEqualTo("null");
    assertThat(apply(hers("5", body("a") + "<reply id='1' xmlns='urn:xmpp:reply:0'/>")))
        .isEqualTo("a");
    assertThat(revisions.find(from(Jid.of("tybalt@capulet.net"), "5", body("a")))).isNull();
    assertThat(revisions.find(hers("6", body("a")))).isNull();
  }

  private static List<Message> everything() {
    return List.of(
        hers("1", body("a")),
        hers("2", replace("1", "b")),
        hers("3", replace("1", "c")),
        hers("4", react("1", "🐢")),
        hers("5", react("3", "👋", "🐢")),
        from(OWN.withResource("phone"), "6", react("2", "❤️")).toBuilder().build(),
        hers("7", body("x")),
        hers("8", replace("7", "y")),
        hers("9", retract("8")));
  }

  /** The result is the same in any order, and if messages come again. */
  @Test
  void the_order_does_not_matter() {
    Message first = everything().get(0);
    Message second = everything().get(6);
    Random random = new Random(308);
    for (int run = 0; run < 500; run++) {
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < everything().size(); i++) {
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
          order.add(i);
        }
      }
      Collections.shuffle(order, random);
      Revisions fresh = new Revisions(conversation, 100, clock);
      for (int i : order) {
        Message message = everything().get(i);
        if (i == 5) {
          message =
              Message.of(message.element().toBuilder().attribute("to", JULIET.toString()).build());
        }
        fresh.archived("archive" + i, NOON.minusSeconds(100 - i), message);
      }
      assertThat(outline(fresh.find(first)))
          .as("%s", order)
          .startsWith("c (corrected) ")
          .contains("juliet@capulet.net=[👋, 🐢]")
          .contains("romeo@montague.net=[❤️]");
      assertThat(outline(fresh.find(second)))
          .as("%s", order)
          .isEqualTo("null (corrected) (retracted)");
      assertThat(fresh.refused()).isZero();
      assertThat(fresh.forgotten()).isZero();
    }
  }

  @Tag("Q09")
  @Test
  void only_so_many_messages_are_kept() {
    Revisions few = new Revisions(conversation, 2, clock);
    few.received(hers("1", body("a")));
    few.received(hers("2", body("b")));
    few.received(hers("3", body("c")));
    assertThat(few.forgotten()).isEqualTo(1);
    assertThat(few.find(hers("1", body("a")))).isNull();
    assertThat(outline(few.find(hers("2", body("b"))))).isEqualTo("b");
    assertThat(few.received(hers("4", replace("1", "x")))).isNull();
    assertThat(few.refused()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Revisions(conversation, 0, Clock.systemUTC()));
  }

  @Test
  void only_so_many_characters_are_kept() {
    Revisions many = new Revisions(conversation);
    String big = "x".repeat(Revisions.MAX_CHARACTERS / 4);
    for (int i = 0; i < 10; i++) {
      assertThat(many.received(hers("" + i, body(big)))).isNotNull();
    }
    assertThat(many.forgotten()).isEqualTo(7);
    // Corrections count too.
    many.received(hers("c", replace("9", big)));
    many.received(hers("d", replace("9", "small")));
    assertThat(many.forgotten()).isEqualTo(8);
    assertThat(outline(many.find(hers("9", body(big))))).isEqualTo("small (corrected)");
    many.received(hers("e", replace("9", big.repeat(5))));
    assertThat(many.forgotten()).isEqualTo(10);
    assertThat(outline(many.received(hers("f", body("a"))))).isEqualTo("a");
  }

  @Test
  void only_so_much_waits() {
    for (int i = 0; i < Waiting.MAX + 10; i++) {
      apply(hers("c" + i, replace("m" + i, "b")));
    }
    assertThat(revisions.forgotten()).isEqualTo(10);
    assertThat(apply(hers("m9", body("a")))).isEqualTo("a");
    assertThat(apply(hers("m10", body("a")))).isEqualTo("b (corrected)");
    apply(hers("c", replace("m", "x".repeat(Waiting.MAX_CHARACTERS))));
    assertThat(revisions.forgotten()).isEqualTo(10 + Waiting.MAX);
    assertThat(apply(hers("m", body("a")))).isEqualTo("a");
  }

  @Test
  void very_many_corrections_of_one_message() {
    Message original = hers("1", body("a"));
    apply(original);
    for (int i = 0; i < 5000; i++) {
      revisions.received(hers("c" + i, replace("1", "x".repeat(2000) + i)));
    }
    apply(hers("last", replace("1", "b")));
    assertThat(outline(revisions.find(original))).isEqualTo("b (corrected)");
    // They take no room, but not all of them are known by their ids.
    assertThat(revisions.forgotten()).isZero();
    assertThat(apply(hers("r", react("c50", "🐢"))))
        .isEqualTo("b (corrected) {juliet@capulet.net=[🐢]}");
    assertThat(apply(hers("s", react("c4000", "👋")))).isEqualTo("nothing");
  }

  @Test
  void leaving_means_nothing_for_a_contact() {
    apply(hers("1", body("a")));
    revisions.left(BALCONY);
    revisions.left(JULIET);
    assertThat(apply(hers("2", replace("1", "b")))).isEqualTo("b (corrected)");
  }

  @Test
  void a_revised_message_is_a_value_that_shows_no_content() {
    RevisedMessage one = Objects.requireNonNull(revisions.received(hers("1", body("secret"))));
    RevisedMessage again = revisions.received(hers("1", body("secret")));
    assertThat(one).isEqualTo(again).hasSameHashCodeAs(again);
    assertThat(one.reactions()).isEqualTo(Map.of());
    assertThat(one.toString()).doesNotContain("secret").contains("retracted false");
    assertThat(revisions.received(hers("2", retract("1")))).isNotEqualTo(one);
  }
}
