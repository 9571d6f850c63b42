package im.linnet.archive;

import im.linnet.archive.CatchUpEvent.Begin;
import im.linnet.failure.StanzaException;
import im.linnet.stanza.StanzaError.Condition;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One reading of an archive from an anchor to its end. First it looks for the latest id that the
 * archive knows. Archives answer differently when asked for what follows an id that they don't
 * know:
 *
 * <ul>
 *   <li>with {@code item-not-found}, as they should (XEP-0313, section 4.3.2);
 *   <li>with an empty page, as for an id after which there is nothing (Prosody 13.0.1): so an empty
 *       page counts only if the id is that of the last message;
 *   <li>with the beginning of the archive (ejabberd): so a page counts only if it does not begin
 *       with the oldest message.
 * </ul>
 *
 * All methods belong to the executor of the client's callbacks.
 */
final class CatchUpRun {

  /** Receives what is read, in order. */
  interface Reader {
    /** No id is known to the archive; what follows begins elsewhere. */
    void anchorLost(Begin begin);

    /** This id is known to the archive; what follows begins after it. */
    void found(String id);

    /** The messages of a page, the oldest first. */
    void read(List<ArchivedMessage> messages);

    /** The end of the archive. */
    void ended();

    /** Nothing more is read. */
    void failed(Throwable cause);
  }

  /** How often one id is looked for: once more if a message came meanwhile. */
  private static final int ATTEMPTS = 2;

  private final Archive archive;
  private final Anchor anchor;
  private final Reader reader;
  private final Executor order;
  private final Iterator<String> ids;
  private CompletableFuture<?> request = CompletableFuture.completedFuture(null);
  private boolean over;

  CatchUpRun(Archive archive, Anchor anchor, Reader reader) {
    this.archive = archive;
    this.anchor = anchor;
    this.reader = reader;
    this.order = archive.client().context().callbacks();
    this.ids = anchor.ids().iterator();
  }

  void begin() {
    if (ids.hasNext()) {
      continueAfter(ids.next(), 1);
      return;
    }
    Instant since = anchor.since();
    if (!anchor.ids().isEmpty()) {
      reader.anchorLost(since == null ? Begin.OLDEST : Begin.SINCE);
    }
    MessageQuery all = MessageQuery.all();
    walk(new Walk(archive, since == null ? all : all.start(since)));
  }

  /** Stops reading; the reader learns of nothing more. */
  void cancel() {
    over = true;
    request.cancel(false);
  }

  private void continueAfter(String id, int attempt) {
    Walk walk = new Walk(archive, MessageQuery.all().after(id));
    ask(
        walk.step(),
        step -> {
          String first = step.page().first();
          if (first == null) {
            checkLatest(id, attempt);
          } else {
            checkOldest(id, first, walk, step);
          }
        },
        this::unlessUnknown);
  }

  private void unlessUnknown(Throwable failure) {
    if (failure instanceof StanzaException answer
        && answer.error().condition() == Condition.ITEM_NOT_FOUND) {
      begin();
    } else {
      fail(failure);
    }
  }

  /** Nothing follows the id: because it is the last one, or because it is unknown. */
  private void checkLatest(String id, int attempt) {
    ask(
        archive.page(MessageQuery.all().latest().max(1)),
        page -> {
          if (id.equals(page.last())) {
            reader.found(id);
            end();
          } else if (page.last() != null && attempt < ATTEMPTS) {
            continueAfter(id, attempt + 1);
          } else {
            begin();
          }
        },
        this::unlessUnknown);
  }

  /** Something follows the id: the rest of the archive, or all of it because it is unknown. */
  private void checkOldest(String id, String first, Walk walk, Walk.Step step) {
    ask(
        archive.page(MessageQuery.all().max(1)),
        page -> {
          if (first.equals(page.first())) {
            begin();
          } else {
            reader.found(id);
            take(walk, step);
          }
        },
        this::fail);
  }

  private void walk(Walk walk) {
    ask(walk.step(), step -> take(walk, step), this::fail);
  }

  private void take(Walk walk, Walk.Step step) {
    reader.read(step.messages());
    if (over) {
      return;
    }
    if (step.isLast()) {
      end();
    } else {
      walk(walk);
    }
  }

  private void end() {
    over = true;
    reader.ended();
  }

  private void fail(Throwable cause) {
    over = true;
    reader.failed(cause);
  }

  private <T> void ask(
      CompletableFuture<T> asked, Consumer<T> next, Consumer<? super Throwable> otherwise) {
    request = asked;
    asked.whenComplete(
        (answer, failure) -> order.execute(() -> answered(answer, failure, next, otherwise)));
  }

  private <T> void answered(
      @Nullable T answer,
      @Nullable Throwable failure,
      Consumer<T> next,
      Consumer<? super Throwable> otherwise) {
    if (over) {
      return;
    }
    if (answer != null) {
      next.accept(answer);
    } else if (failure != null) {
      otherwise.accept(failure);
    }
  }
}
