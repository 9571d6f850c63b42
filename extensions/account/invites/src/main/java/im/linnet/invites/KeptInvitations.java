package im.linnet.invites;

import im.linnet.connection.Containment;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guards the calls to a user's store: it is read first, then written one state at a time, and
 * failures are logged. Its futures never fail.
 */
final class KeptInvitations {

  private static final Logger LOG = LoggerFactory.getLogger(KeptInvitations.class);

  private final Containment containment =
      new Containment(KeptInvitations.class, "Storing invitations");
  private final @Nullable InvitationStore store;
  private final OpenInvitations open;
  private final CompletableFuture<Void> loaded;

  // Guarded by this object.
  private @Nullable CompletableFuture<Void> writing;
  private @Nullable CompletableFuture<Void> next;

  KeptInvitations(@Nullable InvitationStore store, OpenInvitations open) {
    this.store = store;
    this.open = open;
    loaded =
        store == null
            ? CompletableFuture.completedFuture(null)
            : cautiously(store::read).handle(this::load);
  }

  private @Nullable Void load(@Nullable List<StoredInvitation> read, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.warn("The stored invitations can't be read, and can't be used", failure);
    } else if (read != null) {
      open.restore(read);
    }
    return null;
  }

  /** Done when those of an earlier run are open again. */
  CompletableFuture<Void> loaded() {
    return loaded;
  }

  /** Writes what is open; done when that, or something newer, is written. */
  CompletableFuture<Void> write() {
    InvitationStore to = store;
    if (to == null) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> written;
    synchronized (this) {
      written = next == null ? new CompletableFuture<>() : next;
      next = written;
    }
    loaded.thenRun(() -> writeNext(to));
    return written.copy();
  }

  private void writeNext(InvitationStore to) {
    CompletableFuture<Void> now;
    synchronized (this) {
      now = next;
      if (writing != null || now == null) {
        return;
      }
      writing = now;
      next = null;
    }
    cautiously(() -> to.write(open.all()))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                containment.failed(failure);
              }
              synchronized (this) {
                writing = null;
              }
              now.complete(null);
              writeNext(to);
            });
  }

  private static <T> CompletableFuture<T> cautiously(Supplier<CompletionStage<T>> call) {
    try {
      return call.get().toCompletableFuture();
    } catch (Throwable failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }
}
