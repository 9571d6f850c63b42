package im.linnet.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.timeline.TimelineEntry.Way;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is recognised when it comes again. */
class EndingTest {

  private static final Instant TIME = Instant.parse("2026-11-01T09:00:00Z");
  private static final Jid ROMEO = Jid.of("romeo@example.net");

  /** More than are remembered of what the archive brought. */
  private static final int MANY = TimelineMark.MAX_KNOWN;

  private final Ending ending = new Ending(new TimelineMark(List.of(), TIME, List.of()));

  private static TimelineEntry sent(Way way, String id) {
    Message message =
        Message.builder(ROMEO).type(Message.Type.CHAT).id(id).body("Hello " + id).build();
    return TimelineEntry.of(message, way, true, TIME, way == Way.ARCHIVE ? "a-" + id : null);
  }

  private static void read(Ending ending, String name, int count) {
    IntStream.range(0, count)
        .forEach(i -> assertThat(ending.add(sent(Way.ARCHIVE, name + i))).isTrue());
  }

  @Test
  void what_was_sent_before_a_long_archive_was_read_is_not_new_behind_it() {
    for (int i = 0; i < 1000; i++) {
      assertThat(ending.add(sent(Way.HERE, "own" + i))).isTrue();
    }
    read(ending, "old", MANY);
    for (int i = 0; i < 1000; i++) {
      assertThat(ending.add(sent(Way.ARCHIVE, "own" + i))).as("number %d", i).isFalse();
    }
  }

  @Test
  void nor_after_a_restart() {
    assertThat(ending.add(sent(Way.HERE, "own"))).isTrue();
    read(ending, "old", MANY);
    Ending next = new Ending(ending.mark());
    read(next, "more", MANY);
    assertThat(next.add(sent(Way.ARCHIVE, "own"))).isFalse();
  }

  @Test
  void what_came_when_the_archive_was_read_is_remembered_with_the_rest() {
    ending.atEnd();
    assertThat(ending.add(sent(Way.HERE, "own"))).isTrue();
    ending.behind();
    assertThat(ending.add(sent(Way.ARCHIVE, "own"))).isFalse();
    ending.atEnd();
    assertThat(ending.add(sent(Way.CARBON, "own"))).isFalse();
  }

  @Test
  void what_is_remembered_has_bounds() {
    for (int i = 0; i < Ending.MOST_AHEAD + 10; i++) {
      assertThat(ending.add(sent(Way.HERE, "own" + i))).isTrue();
    }
    assertThat(ending.mark().known()).hasSize(TimelineMark.MAX_KNOWN);
    assertThat(ending.add(sent(Way.ARCHIVE, "own0"))).as("the oldest").isTrue();
    assertThat(ending.add(sent(Way.ARCHIVE, "own10"))).isFalse();
    ending.atEnd();
    assertThat(ending.mark().known()).hasSize(TimelineMark.MAX_KNOWN);
  }
}
