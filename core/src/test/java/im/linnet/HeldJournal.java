package im.linnet;

import im.linnet.connection.SavedStream;
import im.linnet.journal.StreamJournal;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A journal whose records a test completes. */
final class HeldJournal implements StreamJournal {

  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
  private final Queue<CompletableFuture<Void>> open = new ConcurrentLinkedQueue<>();
  private volatile boolean holding = true;
  private volatile @Nullable RuntimeException fault;

  /** The next call, once it has been made. */
  String next() throws InterruptedException {
    return Objects.requireNonNull(calls.poll(10, TimeUnit.SECONDS), "a call of the journal");
  }

  /** The next call after this one. */
  String after(String call) throws InterruptedException {
    String first = next();
    if (!first.equals(call)) {
      throw new AssertionError("%s (expected: %s)".formatted(first, call));
    }
    return next();
  }

  List<String> following(int count) throws InterruptedException {
    List<String> following = new ArrayList<>();
    while (following.size() < count) {
      following.add(next());
    }
    return following;
  }

  /** The calls not taken yet. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  /** Completes what was recorded so far. */
  void complete() {
    for (CompletableFuture<Void> record = open.poll(); record != null; record = open.poll()) {
      record.complete(null);
    }
  }

  void fail(Throwable failure) {
    for (CompletableFuture<Void> record = open.poll(); record != null; record = open.poll()) {
      record.completeExceptionally(failure);
    }
  }

  /** Records are complete at once from now on. */
  void releaseAll() {
    holding = false;
    complete();
  }

  void hold() {
    holding = true;
  }

  void throwing(RuntimeException failure) {
    fault = failure;
  }

  @Override
  public CompletionStage<Void> opened(SavedStream whole) {
    return record(
        "opened %d %d %s".formatted(whole.acknowledged(), whole.handled(), ids(whole.waiting())));
  }

  @Override
  public CompletionStage<Void> sending(List<Element> stanzas) {
    return record("sending " + ids(stanzas));
  }

  private static List<String> ids(List<Element> stanzas) {
    return stanzas.stream().map(stanza -> String.valueOf(stanza.attribute("id"))).toList();
  }

  @Override
  public void acknowledged(long h) {
    calls.add("acknowledged " + h);
  }

  @Override
  public CompletionStage<Void> handled(long h) {
    return record("handled " + h);
  }

  @Override
  public void ended() {
    calls.add("ended");
  }

  private CompletionStage<Void> record(String call) {
    RuntimeException thrown = fault;
    if (thrown != null) {
      throw thrown;
    }
    CompletableFuture<Void> record = new CompletableFuture<>();
    if (holding) {
      open.add(record);
    } else {
      record.complete(null);
    }
    calls.add(call);
    return record;
  }
}
