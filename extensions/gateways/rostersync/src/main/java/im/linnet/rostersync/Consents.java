package im.linnet.rostersync;

import im.linnet.connection.Containment;
import im.linnet.jid.Jid;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The standing of each gateway, from the store and from the user's answers. Bounded by the gateways
 * on the roster. Thread-safe; user code is called in order with the client's callbacks, never under
 * the lock.
 *
 * <pre>
 *   unknown --> Reading --> Asking --> Decided
 *                  |           |
 *                  |           +-----> Postponed --> unknown, on the next stream
 *                  +-----------------> Decided
 * </pre>
 */
final class Consents {

  /** The standing of a gateway. */
  sealed interface Standing {}

  /** The store is being read. */
  record Reading() implements Standing {}

  /** The question is open; compared by identity. */
  static final class Asking implements Standing {}

  /** The user wants to decide later. */
  record Postponed() implements Standing {}

  /**
   * The user has decided.
   *
   * @param allowed whether suggestions are applied
   */
  record Decided(boolean allowed) implements Standing {}

  private final Containment containment = new Containment(RosterSync.class, "Asking for consent");
  private final Map<Jid, Standing> standings = new HashMap<>();
  private final Consent consent;
  private final ConsentStore store;
  private final Executor callbacks;
  private final Consumer<Jid> changed;

  /** Calls {@code changed} in order with the callbacks when a gateway has another standing. */
  Consents(Consent consent, ConsentStore store, Executor callbacks, Consumer<Jid> changed) {
    this.consent = consent;
    this.store = store;
    this.callbacks = callbacks;
    this.changed = changed;
  }

  /** The standing of a gateway; null if it is unknown. */
  synchronized @Nullable Standing of(Jid gateway) {
    return standings.get(gateway);
  }

  synchronized boolean isDenied(Jid gateway) {
    return standings.get(gateway) instanceof Decided decided && !decided.allowed();
  }

  /** Finds out about a gateway of unknown standing: reads the store, then asks. */
  void find(Jid gateway, Supplier<Question> question) {
    if (!replace(gateway, null, new Reading())) {
      return;
    }
    called(() -> store.read(gateway))
        .whenCompleteAsync((stored, failure) -> read(gateway, stored, question), callbacks);
  }

  private void read(Jid gateway, @Nullable Decision stored, Supplier<Question> question) {
    if (stored == Decision.ALLOW || stored == Decision.DENY) {
      become(gateway, new Reading(), new Decided(stored == Decision.ALLOW));
      return;
    }
    Asking asking = new Asking();
    if (replace(gateway, new Reading(), asking)) {
      called(() -> consent.ask(question.get()))
          .whenCompleteAsync((answer, failure) -> answered(gateway, asking, answer), callbacks);
    }
  }

  private void answered(Jid gateway, Asking asking, @Nullable Decision answer) {
    boolean decided = answer == Decision.ALLOW || answer == Decision.DENY;
    Standing now = decided ? new Decided(answer == Decision.ALLOW) : new Postponed();
    if (become(gateway, asking, now) && answer != null && decided) {
      var unused = write(gateway, answer);
    }
  }

  /** Sets the user's decision, also while the question is open; its answer then has no effect. */
  CompletableFuture<Void> decide(Jid gateway, Decision decision) {
    synchronized (this) {
      standings.put(
          gateway,
          decision == Decision.LATER ? new Postponed() : new Decided(decision == Decision.ALLOW));
    }
    callbacks.execute(() -> changed.accept(gateway));
    return write(gateway, decision);
  }

  /** A new stream has begun: what was postponed may be asked again. */
  synchronized void reopen() {
    standings.values().removeIf(Postponed.class::isInstance);
  }

  private boolean become(Jid gateway, Standing before, Standing now) {
    boolean replaced = replace(gateway, before, now);
    if (replaced) {
      changed.accept(gateway);
    }
    return replaced;
  }

  private synchronized boolean replace(Jid gateway, @Nullable Standing before, Standing now) {
    if (!Objects.equals(standings.get(gateway), before)) {
      return false;
    }
    standings.put(gateway, now);
    return true;
  }

  private CompletableFuture<Void> write(Jid gateway, Decision decision) {
    return called(() -> store.write(gateway, decision));
  }

  /** Calls user code; what it throws or fails with is logged. */
  private <T extends @Nullable Object> CompletableFuture<T> called(
      Supplier<CompletionStage<T>> code) {
    CompletableFuture<T> called;
    try {
      called = code.get().toCompletableFuture();
    } catch (Throwable thrown) {
      called = CompletableFuture.failedFuture(thrown);
    }
    return called.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            containment.failed(failure);
          }
        });
  }
}
