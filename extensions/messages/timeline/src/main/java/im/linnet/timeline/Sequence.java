package im.linnet.timeline;

import im.linnet.archive.Archive;
import im.linnet.archive.ArchivedMessage;
import im.linnet.archive.CatchUp;
import im.linnet.archive.CatchUpEvent;
import im.linnet.failure.StanzaException;
import im.linnet.stanza.Message;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.timeline.TimelineEntry.Way;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages in sequence. While the archive is being read, what the archive has as well waits;
 * it is added afterwards if the archive did not bring it. Belongs to the client's callbacks.
 */
final class Sequence {

  private sealed interface State {}

  /** There is no stream. */
  private record Away() implements State {}

  /** The archive is being read. */
  private record Reading(CatchUp catchUp) implements State {}

  /** Everything is there; the mark follows what arrives. */
  private record Following() implements State {}

  /** Something is missing; the mark stays before it. */
  private record Detached() implements State {}

  private final Archive archive;
  private final Ending ending;
  private final Consumer<TimelineEntry> entries;
  private final Consumer<Progress> progress;
  private final HeldEntries held = new HeldEntries();
  private State state = new Away();

  Sequence(
      Archive archive,
      TimelineMark mark,
      Consumer<TimelineEntry> entries,
      Consumer<Progress> progress) {
    this.archive = archive;
    this.ending = new Ending(mark);
    this.entries = entries;
    this.progress = progress;
  }

  TimelineMark mark() {
    return ending.mark();
  }

  /** There is a stream, new or resumed. */
  void read() {
    stop();
    progress.accept(new Progress.CatchingUp());
    // The listener may be called only after this method, in order with the callbacks.
    Reader reader = new Reader();
    CatchUp catchUp = archive.catchUp(ending.anchor(), reader);
    reader.own = new Reading(catchUp);
    state = reader.own;
    catchUp
        .start()
        .exceptionally(
            failure -> {
              // The listener has got it.
              return null;
            });
  }

  /** The connection is lost. */
  void lost() {
    stop();
    progress.accept(new Progress.Waiting());
  }

  private void stop() {
    if (state instanceof Reading reading) {
      reading.catchUp.close();
    }
    state = new Away();
    ending.behind();
  }

  private void follow() {
    state = new Following();
    progress.accept(new Progress.UpToDate());
    held.take().forEach(this::add);
    ending.atEnd();
  }

  /** Adds what arrives, now or after what the archive has. */
  void arrived(TimelineEntry entry) {
    boolean isArchived = entry.archiveId() != null || entry.way() == Way.CARBON;
    if (isArchived && !(state instanceof Following || state instanceof Detached)) {
      held.add(entry);
    } else {
      add(entry);
    }
  }

  private void add(TimelineEntry entry) {
    String id = entry.archiveId();
    boolean isNew = ending.add(entry);
    // Servers bring old messages again when a stream was lost: these don't take the mark back.
    boolean reached = isNew || entry.way() == Way.ARCHIVE;
    if (id != null && reached && !(state instanceof Detached)) {
      ending.reach(id, entry.time());
    }
    if (isNew) {
      entries.accept(entry);
    }
  }

  /** What one reading brings; that of an earlier one is ignored. */
  private final class Reader implements Consumer<CatchUpEvent> {

    private @Nullable Reading own;

    @Override
    public void accept(CatchUpEvent event) {
      if (own == null || state != own) {
        return;
      }
      if (event instanceof CatchUpEvent.Archived archived) {
        archived(archived.message());
      } else if (event instanceof CatchUpEvent.AnchorLost) {
        progress.accept(new Progress.Gap());
      } else if (event instanceof CatchUpEvent.CaughtUp) {
        ended();
      } else if (event instanceof CatchUpEvent.Failed failed) {
        failed(failed.cause());
      }
    }

    private void archived(ArchivedMessage archived) {
      Message message = archived.message();
      Instant time = archived.time() == null ? ending.mark().since() : archived.time();
      if (message == null || !MessageTimeline.counts(message)) {
        ending.skip(archived.id(), time);
        ending.reach(archived.id(), time);
        return;
      }
      boolean sent = message.from() != null && message.from().bare().equals(archive.address());
      add(TimelineEntry.of(message, Way.ARCHIVE, sent, time, archived.id()));
    }

    private void ended() {
      if (held.room() == HeldEntries.Room.EXCEEDED) {
        held.clear();
        read();
        return;
      }
      close();
      follow();
    }

    private void failed(Throwable cause) {
      close();
      if (isAbsence(cause)) {
        state = new Following();
        ending.atEnd();
        progress.accept(new Progress.WithoutArchive());
      } else {
        state = new Detached();
        progress.accept(new Progress.Interrupted(cause));
      }
      held.take().forEach(Sequence.this::add);
    }

    private void close() {
      if (own != null) {
        own.catchUp.close();
      }
    }

    private static boolean isAbsence(Throwable cause) {
      if (!(cause instanceof StanzaException refusal)) {
        return false;
      }
      Condition condition = refusal.error().condition();
      return condition == Condition.SERVICE_UNAVAILABLE
          || condition == Condition.FEATURE_NOT_IMPLEMENTED;
    }
  }
}
