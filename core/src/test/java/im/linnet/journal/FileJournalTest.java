package im.linnet.journal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.SavedStream;
import im.linnet.file.OwnFile;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FileJournalTest {

  private static final SavedStream OPENED =
      SavedStream.builder(Jid.of("juliet@localhost/balcony"), "id & more", Instant.MAX)
          .max(Duration.ofMinutes(10))
          .location("[::1]:5222")
          .acknowledged(0xFFFF_FFFEL)
          .handled(7)
          .build();

  @TempDir Path folder;
  private Path path = Path.of("");

  @BeforeEach
  void path() {
    path = folder.resolve("journal");
  }

  private static List<Element> stanzas(int from, int to) {
    return IntStream.range(from, to).mapToObj(FileJournalTest::stanza).toList();
  }

  private static Element stanza(int n) {
    return Message.chat(Jid.of("romeo@localhost"), "<Ünicode> & “text” " + n).element();
  }

  private static void done(CompletionStage<Void> record) {
    record.toCompletableFuture().join();
  }

  /** What the next process finds. */
  private SavedStream left() throws IOException {
    try (FileJournal next = FileJournal.open(path)) {
      return Objects.requireNonNull(next.left(), "a stream");
    }
  }

  @Test
  void keeps_a_stream_where_it_was() throws Exception {
    try (FileJournal journal = FileJournal.open(path)) {
      assertThat(journal.left()).isNull();
      done(journal.opened(OPENED));
      done(journal.sending(stanzas(0, 5)));
      journal.acknowledged(1);
      done(journal.handled(9));
      done(journal.sending(stanzas(5, 7)));
    }
    SavedStream left = left();
    assertThat(left.jid()).isEqualTo(OPENED.jid());
    assertThat(left.id()).isEqualTo("id & more");
    assertThat(left.location()).isEqualTo("[::1]:5222");
    assertThat(left.max()).isEqualTo(Duration.ofMinutes(10));
    assertThat(left.until()).isAfter(Instant.now().plusSeconds(300));
    // The counter has passed 2^32.
    assertThat(left.acknowledged()).isEqualTo(1);
    assertThat(left.handled()).isEqualTo(9);
    assertThat(left.waiting()).isEqualTo(stanzas(3, 7));
  }

  @Test
  void is_not_empty_before_the_next_stream_is_opened() throws Exception {
    try (FileJournal journal = FileJournal.open(path)) {
      done(journal.opened(OPENED));
      done(journal.sending(stanzas(0, 1)));
    }
    assertThat(left().waiting()).hasSize(1);
    assertThat(left().waiting()).hasSize(1);
    try (FileJournal journal = FileJournal.open(path)) {
      done(journal.opened(OPENED));
    }
    assertThat(left().waiting()).isEmpty();
  }

  @Test
  void an_ended_stream_leaves_nothing() throws Exception {
    try (FileJournal journal = FileJournal.open(path)) {
      done(journal.opened(OPENED));
      journal.ended();
      done(journal.opened(OPENED));
      journal.ended();
    }
    assertThat(path).doesNotExist();
    try (FileJournal journal = FileJournal.open(path)) {
      assertThat(journal.left()).isNull();
    }
  }

  @Test
  void a_record_cut_off_by_a_crash_at_any_byte_does_not_count() throws Exception {
    try (FileJournal journal = FileJournal.open(path)) {
      done(journal.opened(OPENED));
      done(journal.sending(stanzas(0, 2)));
      done(journal.handled(8));
    }
    byte[] whole = Files.readAllBytes(path);
    List<Integer> waiting = new ArrayList<>();
    for (int length = whole.length; length > 0; length--) {
      Files.write(path, Arrays.copyOf(whole, length));
      try (FileJournal journal = FileJournal.open(path)) {
        SavedStream left = journal.left();
        waiting.add(left == null ? -1 : left.waiting().size());
      }
    }
    assertThat(waiting).isSortedAccordingTo((a, b) -> b - a).contains(2, 1, 0, -1);
  }

  @Test
  void a_long_journal_is_replaced_by_what_it_amounts_to() throws Exception {
    long longest = 0;
    try (FileJournal journal = FileJournal.open(path)) {
      done(journal.opened(OPENED));
      for (int n = 0; n < 200; n++) {
        done(journal.sending(stanzas(n * 50, (n + 1) * 50)));
        journal.acknowledged((0xFFFF_FFFEL + n * 50L + 25) & 0xFFFF_FFFFL);
        done(journal.handled(n));
        longest = Math.max(longest, Files.size(path));
      }
    }
    assertThat(longest).isBetween(200_000L, 320_000L);
    assertThat(left().waiting()).isEqualTo(stanzas(199 * 50 + 25, 10_000));
    assertThat(left().handled()).isEqualTo(199);
  }

  @Test
  void belongs_to_one_user_and_to_one_journal() throws Exception {
    try (FileJournal journal = FileJournal.open(path)) {
      done(journal.opened(OPENED));
      done(journal.sending(stanzas(0, 1)));
      assertThat(Files.getPosixFilePermissions(path))
          .containsExactlyInAnyOrder(
              PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
      assertThatThrownBy(() -> FileJournal.open(path))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("another journal has it open");
    }
    Files.setPosixFilePermissions(
        path, EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OTHERS_READ));
    assertThatThrownBy(() -> FileJournal.open(path))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("others may have read it");
    // A refusal lets the next one try.
    Files.delete(path);
    FileJournal.open(path).close();
  }

  @Test
  void refuses_what_is_no_journal() throws Exception {
    for (String content :
        List.of(
            "no XML",
            "<a/>",
            "<stream:stream xmlns='jabber:client'"
                + " xmlns:stream='http://etherx.jabber.org/streams'><message/>",
            "<stream:stream xmlns='jabber:client'"
                + " xmlns:stream='http://etherx.jabber.org/streams'>"
                + "<opened xmlns='urn:linnet:stream-journal:1' jid='a' id='b'/>",
            "<stream:stream xmlns='jabber:client'"
                + " xmlns:stream='http://etherx.jabber.org/streams'>"
                + "<opened xmlns='urn:linnet:stream-journal:1' jid='a' id='b' max='soon'"
                + " acknowledged='0' handled='0'/>",
            "<stream:stream xmlns='jabber:client'"
                + " xmlns:stream='http://etherx.jabber.org/streams'>"
                + "<opened xmlns='urn:linnet:stream-journal:1' jid='a' id='b'"
                + " max='PT2562047788015215H' acknowledged='0' handled='0'/>")) {
      Files.deleteIfExists(path);
      new OwnFile(path, OwnFile.Guard.SECRET, "").write(content.getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> FileJournal.open(path))
          .as(content)
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("no journal");
    }
  }

  @Test
  void nothing_can_be_recorded_without_a_stream_or_a_thread() throws Exception {
    try (FileJournal journal = FileJournal.open(path)) {
      assertThat(journal.sending(stanzas(0, 1)).toCompletableFuture())
          .failsWithin(Duration.ofSeconds(10));
    }
    try (FileJournal journal = FileJournal.open(path, new Refusing())) {
      assertThat(journal.opened(OPENED).toCompletableFuture())
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .havingRootCause()
          .isInstanceOf(RejectedExecutionException.class);
    } catch (RuntimeException closing) {
      assertThat(closing).hasRootCauseInstanceOf(RejectedExecutionException.class);
    }
  }

  /** Refuses all tasks. */
  private static final class Refusing implements Executor {

    @Override
    public void execute(Runnable task) {
      throw new RejectedExecutionException("full");
    }
  }

  /** Another process may have opened the file by then. */
  @Test
  void what_is_recorded_while_it_is_closed_is_refused() throws Exception {
    BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    FileJournal journal = FileJournal.open(path, tasks::add);
    CompletableFuture<Void> opened = journal.opened(OPENED).toCompletableFuture();
    tasks.remove().run();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(journal::close);
    Runnable last = requireNonNull(tasks.poll(10, TimeUnit.SECONDS));
    CompletableFuture<Void> handled = journal.handled(9).toCompletableFuture();
    CompletableFuture<Void> again = journal.opened(OPENED).toCompletableFuture();
    last.run();
    assertThat(opened).isCompleted();
    assertThat(closing).succeedsWithin(Duration.ofSeconds(10));
    for (CompletableFuture<Void> late : List.of(handled, again)) {
      assertThat(late)
          .isCompletedExceptionally()
          .failsWithin(Duration.ZERO)
          .withThrowableThat()
          .withMessageContaining("the journal was closed");
    }
    CompletableFuture<Void> afterwards = journal.handled(10).toCompletableFuture();
    tasks.remove().run();
    assertThat(afterwards).isCompletedExceptionally();
    assertThat(left().handled()).isEqualTo(7);
  }

  /** Whatever failed just before. */
  @Test
  void is_closed_behind_what_could_not_be_recorded() throws Exception {
    BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    FileJournal journal = FileJournal.open(path, tasks::add);
    CompletableFuture<Void> without = journal.handled(1).toCompletableFuture();
    Thread closing = new Thread(journal::close);
    closing.start();
    while (closing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    tasks.remove().run();
    closing.join();
    assertThat(without).isCompletedExceptionally();
    FileJournal.open(path).close();
  }

  @Test
  void is_closed_once_with_its_thread() throws Exception {
    FileJournal journal = FileJournal.open(path);
    done(journal.opened(OPENED));
    journal.close();
    journal.close();
    assertThat(journal.handled(1).toCompletableFuture()).failsWithin(Duration.ofSeconds(10));
    assertThat(left().handled()).isEqualTo(7);
  }

  @Test
  void tells_neither_ids_nor_stanzas() throws Exception {
    try (FileJournal journal = FileJournal.open(path)) {
      assertThat(journal).hasToString(path.toAbsolutePath().toString());
      assertThat(new Arrival("secret", 5)).hasToString("stanza 5 of a stream");
    }
  }
}
