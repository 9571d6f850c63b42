package im.linnet.internal.management;

import im.linnet.connection.SavedStream;
import im.linnet.failure.JournalException;
import im.linnet.internal.netty.Nanos;
import im.linnet.journal.StreamJournal;
import im.linnet.xml.Element;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's journal, as seen from its event loop. While no stream is recorded, everything counts
 * as recorded at once. After a failure nothing does, until a stream is {@link #opened} again.
 * Belongs to the event loop.
 *
 * <pre>
 *   Off ──opened──► On ──failed──► Broken
 *    ▲               │               │
 *    └──ended, left──┴───────────────┘
 * </pre>
 */
public final class Records {

  private static final Logger LOG = LoggerFactory.getLogger(Records.class);

  private final @Nullable StreamJournal journal;
  private final EventExecutor loop;
  private final Duration limit;
  private Consumer<JournalException> watcher = failure -> {};
  private State state = State.OFF;

  /** How many records have to be complete before stanzas may be written. */
  private int ahead;

  /** Counts streams, so that what completes late does not count for the next one. */
  private int generation;

  /** The count of handled stanzas that is being recorded, or null. */
  private @Nullable Long recorded;

  private long handled;
  private @Nullable Runnable afterHandled;
  private @Nullable Runnable idle;

  private enum State {
    /** No stream is recorded. */
    OFF,
    ON,
    /** The stream is no longer recorded, because the journal failed. */
    BROKEN
  }

  /**
   * The records of one client.
   *
   * @param journal keeps them; null for none
   * @param loop the client's event loop
   * @param limit how long a record may take
   */
  public Records(@Nullable StreamJournal journal, EventExecutor loop, Duration limit) {
    this.journal = journal;
    this.loop = loop;
    this.limit = limit;
  }

  /**
   * No records.
   *
   * @param loop the client's event loop
   * @return records that count as kept at once
   */
  public static Records none(EventExecutor loop) {
    return new Records(null, loop, Duration.ofSeconds(1));
  }

  /** {@return whether there is a journal} */
  public boolean isKept() {
    return journal != null;
  }

  /** {@return whether the present stream is recorded, or should be} */
  public boolean isOn() {
    return state != State.OFF;
  }

  /** {@return whether the present stream is not recorded because the journal failed} */
  public boolean isBroken() {
    return state == State.BROKEN;
  }

  /**
   * Sets what happens when the journal fails.
   *
   * @param watch called once for each failure, on the event loop
   */
  public void whenBroken(Consumer<JournalException> watch) {
    watcher = watch;
  }

  /**
   * Records a whole stream in place of everything before.
   *
   * @param whole the stream
   */
  public void opened(SavedStream whole) {
    StreamJournal to = journal;
    if (to != null) {
      stop();
      state = State.ON;
      handled = whole.handled();
      ahead("a stream", () -> to.opened(whole), () -> {});
    }
  }

  /**
   * Records stanzas.
   *
   * @param stanzas the stanzas, in order
   * @param then runs on the event loop when they are recorded; never, if that fails
   */
  public void sending(List<Element> stanzas, Runnable then) {
    StreamJournal to = journal;
    if (to == null || state == State.OFF || stanzas.isEmpty()) {
      then.run();
    } else if (state == State.ON) {
      ahead("stanzas to send", () -> to.sending(stanzas), then);
    }
  }

  private void ahead(String what, Supplier<CompletionStage<Void>> record, Runnable then) {
    ahead++;
    new Pending(what)
        .await(
            record,
            () -> {
              ahead--;
              then.run();
              Runnable next = idle;
              if (ahead == 0 && next != null) {
                idle = null;
                next.run();
              }
            });
  }

  /**
   * Runs a task once everything before it is recorded, at once if it is. Replaces the last such
   * task.
   *
   * @param task the task; never runs if the journal fails
   */
  public void whenIdle(Runnable task) {
    if (ahead == 0) {
      task.run();
    } else {
      idle = task;
    }
  }

  /** {@return whether a count of handled stanzas is being recorded} */
  public boolean isHandling() {
    return recorded != null;
  }

  /**
   * Records how many stanzas were handled, after the count that is being recorded. Replaces the one
   * that waits for that.
   *
   * @param h the count to acknowledge
   * @param then runs on the event loop when it is recorded; never, if that fails
   */
  public void handled(long h, Runnable then) {
    StreamJournal to = journal;
    if (recorded != null) {
      afterHandled = () -> handled(h, then);
    } else if (to == null || state == State.OFF || (h == handled && state == State.ON)) {
      then.run();
    } else if (state == State.ON) {
      recorded = h;
      new Pending("the count of handled stanzas")
          .await(
              () -> to.handled(h),
              () -> {
                recorded = null;
                handled = h;
                then.run();
                Runnable next = afterHandled;
                afterHandled = null;
                if (next != null) {
                  next.run();
                }
              });
    }
  }

  /**
   * Records the server's acknowledgement.
   *
   * @param h how many stanzas the server has
   */
  public void acknowledged(long h) {
    StreamJournal to = journal;
    if (to != null && state == State.ON) {
      try {
        to.acknowledged(h);
      } catch (Throwable failure) {
        broken("an acknowledgement", failure);
      }
    }
  }

  /** The stream is over. If its records are broken, the journal keeps what it has. */
  public void ended() {
    StreamJournal to = journal;
    boolean kept = state == State.ON;
    stop();
    if (to != null && kept) {
      try {
        to.ended();
      } catch (Throwable failure) {
        LOG.warn("The journal {} failed at the end of a stream", to, failure);
      }
    }
  }

  /**
   * Records a stream for the last time, as another client will resume it. What is recorded later is
   * not of this stream, and does not end the wait for it.
   *
   * @param whole the stream
   * @return completes when it is recorded, or has failed or taken too long; on any thread
   */
  public CompletableFuture<@Nullable Void> left(SavedStream whole) {
    StreamJournal to = journal;
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    if (to == null || state == State.OFF) {
      done.complete(null);
      return done;
    }
    stop();
    String what = "a stream";
    Future<?> timer =
        loop.schedule(
            () -> done.completeExceptionally(tooLate(what)), Nanos.of(limit), TimeUnit.NANOSECONDS);
    try {
      to.opened(whole)
          .whenComplete(
              (recorded, failure) -> {
                if (failure == null) {
                  done.complete(null);
                } else {
                  done.completeExceptionally(notRecorded(what, failure));
                }
              });
    } catch (Throwable failure) {
      done.completeExceptionally(notRecorded(what, failure));
    }
    var unused = done.whenComplete((recorded, failure) -> timer.cancel(false));
    return done;
  }

  private void stop() {
    generation++;
    state = State.OFF;
    ahead = 0;
    recorded = null;
    afterHandled = null;
    idle = null;
  }

  private void broken(String what, Throwable cause) {
    broken(notRecorded(what, cause));
  }

  private JournalException notRecorded(String what, Throwable cause) {
    return new JournalException(
        "The journal %s did not record %s: %s. Connect again when it works"
            .formatted(journal, what, cause),
        cause);
  }

  private JournalException tooLate(String what) {
    return new JournalException(
        "The journal %s did not record %s within %s; see ClientBuilder.journalLimit"
            .formatted(journal, what, limit),
        null);
  }

  private void broken(JournalException failure) {
    stop();
    state = State.BROKEN;
    watcher.accept(failure);
  }

  /** A record that is not complete yet. Only those of the present stream can fail it. */
  private final class Pending {

    private final String what;
    private final int of = generation;
    private boolean over;
    private @Nullable Future<?> timer;

    Pending(String what) {
      this.what = what;
    }

    void await(Supplier<CompletionStage<Void>> record, Runnable then) {
      try {
        record.get().whenComplete((recorded, failure) -> onLoop(() -> ended(failure, then)));
      } catch (Throwable failure) {
        ended(failure, then);
      }
      if (!over) {
        timer = loop.schedule(this::late, Nanos.of(limit), TimeUnit.NANOSECONDS);
      }
    }

    private void onLoop(Runnable task) {
      if (loop.inEventLoop()) {
        task.run();
        return;
      }
      try {
        loop.execute(task);
      } catch (RejectedExecutionException shutDown) {
        // Then there is no connection either.
      }
    }

    private void ended(@Nullable Throwable failure, Runnable then) {
      if (over) {
        return;
      }
      over = true;
      if (timer != null) {
        timer.cancel(false);
      }
      if (of != generation) {
        return;
      }
      if (failure == null) {
        then.run();
      } else {
        broken(what, failure);
      }
    }

    private void late() {
      over = true;
      if (of != generation) {
        return;
      }
      broken(tooLate(what));
    }
  }
}
