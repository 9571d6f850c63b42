package im.linnet.bookmarks;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.bookmarks.BookmarkEvent.Added;
import im.linnet.bookmarks.BookmarkEvent.Changed;
import im.linnet.bookmarks.BookmarkEvent.Removed;
import im.linnet.bookmarks.KnownBookmarks.Kind;
import im.linnet.bookmarks.KnownBookmarks.Request;
import im.linnet.jid.Jid;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events and answers in any order. */
class KnownBookmarksTest {

  private static final Bookmark A = Bookmark.of(Jid.of("a@rooms.example.com"));
  private static final Bookmark B = Bookmark.of(Jid.of("b@rooms.example.com"));
  private static final Bookmark NEW_A = A.name("new");

  private final List<BookmarkEvent> events = new ArrayList<>();
  private final KnownBookmarks known = new KnownBookmarks(events::add);

  private void read(Bookmark... all) {
    known.replace(known.begin(Kind.READING), List.of(all));
  }

  @Test
  void what_is_read_is_compared_with_what_was_known() {
    read(A, B);
    assertThat(events).containsExactly(new Added(A), new Added(B));
    events.clear();
    read(NEW_A);
    assertThat(events).containsExactly(new Changed(NEW_A, A), new Removed(B));
    events.clear();
    read(NEW_A);
    assertThat(events).isEmpty();
    assertThat(known.all()).containsExactly(NEW_A);
  }

  @Test
  void repeated_events_say_nothing_new() {
    known.published(A);
    known.published(A);
    known.retracted(B.room());
    known.retracted(A.room());
    known.retracted(A.room());
    assertThat(events).containsExactly(new Added(A), new Removed(A));
  }

  @Test
  void an_event_counts_more_than_what_is_being_read() {
    read(A, B);
    Request reading = known.begin(Kind.READING);
    known.published(NEW_A);
    known.retracted(B.room());
    events.clear();
    known.replace(reading, List.of(A, B));
    assertThat(events).isEmpty();
    assertThat(known.all()).containsExactly(NEW_A);
    read(A, B);
    assertThat(known.all()).as("what is read later counts").containsExactly(A, B);
  }

  @Test
  void an_own_change_counts_more_than_what_is_being_read() {
    read(A);
    Request reading = known.begin(Kind.READING);
    Request changing = known.begin(Kind.CHANGING);
    known.changedByUs(A.room());
    known.put(changing, NEW_A);
    known.replace(reading, List.of(A));
    assertThat(known.all()).containsExactly(NEW_A);
    Request late = known.begin(Kind.READING);
    Request removing = known.begin(Kind.CHANGING);
    known.changedByUs(A.room());
    known.replace(late, List.of(NEW_A));
    known.remove(removing, A.room());
    assertThat(known.all()).isEmpty();
  }

  @Test
  void an_event_counts_more_than_the_own_change() {
    Request changing = known.begin(Kind.CHANGING);
    known.published(NEW_A);
    known.put(changing, A);
    assertThat(known.all()).containsExactly(NEW_A);
    Request removing = known.begin(Kind.CHANGING);
    known.published(A);
    known.remove(removing, A.room());
    assertThat(known.all()).containsExactly(A);
  }

  @Test
  void requests_that_failed_are_forgotten() {
    Request failed = known.begin(Kind.CHANGING);
    known.failed(failed);
    known.published(NEW_A);
    known.put(failed, B);
    assertThat(known.all()).containsExactly(NEW_A, B);
  }

  @Tag("Q09")
  @Test
  void there_is_a_limit_of_bookmarks() {
    for (int i = 0; i < KnownBookmarks.MAX_COUNT + 10; i++) {
      known.published(Bookmark.of(Jid.of("room" + i + "@rooms.example.com")));
    }
    assertThat(known.all()).hasSize(KnownBookmarks.MAX_COUNT);
    assertThat(events).hasSize(KnownBookmarks.MAX_COUNT);
    known.published(Bookmark.of(Jid.of("room1@rooms.example.com")).name("changed"));
    assertThat(events).hasSize(KnownBookmarks.MAX_COUNT + 1);
    known.retracted(Jid.of("room2@rooms.example.com"));
    known.published(A);
    assertThat(known.all()).hasSize(KnownBookmarks.MAX_COUNT).contains(A);
  }

  @Tag("Q09")
  @Test
  void there_is_a_limit_of_their_size() {
    String half = "x".repeat((int) (KnownBookmarks.MAX_WEIGHT / 2));
    known.published(A.name(half));
    known.published(B.name(half));
    assertThat(known.all()).hasSize(1);
    known.published(A.name("short"));
    known.published(B.name(half));
    assertThat(known.all()).hasSize(2);
  }
}
