package im.linnet.fleet.internal.node;

import im.linnet.connection.ConnectPermit.Purpose;
import im.linnet.connection.SavedStream;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.fleet.session.FleetSession;
import im.linnet.fleet.session.SessionSetup;
import im.linnet.jid.Jid;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A session at a {@link StubServer}, with the journal's order of a client. Thread-safe. */
final class StubSession implements FleetSession {

  private final StubServer server;
  private final StubNode node;
  private final SessionSetup setup;
  private final String account;
  private final BiConsumer<String, Element> handler;
  private final Deque<Sending> waiting = new ArrayDeque<>();
  private final Deque<Sending> unsent = new ArrayDeque<>();
  private @Nullable String id;
  private long acknowledged;
  private long handled;
  private boolean connected;
  private boolean over;
  private boolean sending;
  private CompletableFuture<Void> handling = CompletableFuture.completedFuture(null);

  /** What arrives is handled from then on, in the order in which the server sent it. */
  private CompletableFuture<Void> ready = new CompletableFuture<>();

  private record Sending(Element stanza, CompletableFuture<Void> done) {}

  StubSession(
      StubServer server, StubNode node, SessionSetup setup, BiConsumer<String, Element> handler) {
    this.server = server;
    this.node = node;
    this.setup = setup;
    this.handler = handler;
    account = setup.account().toString();
    SavedStream saved = setup.saved();
    if (saved != null) {
      id = saved.id();
      acknowledged = saved.acknowledged();
      handled = saved.handled();
      saved
          .waiting()
          .forEach(stanza -> waiting.add(new Sending(stanza, new CompletableFuture<>())));
    }
  }

  String node() {
    return node.name();
  }

  @Override
  public CompletionStage<Void> connect() {
    Purpose purpose = id == null ? Purpose.BIND : Purpose.RESUME;
    return setup.permit().ask(purpose).thenAccept(this::permitted);
  }

  private void permitted(boolean allowed) {
    if (node.isDead()) {
      return;
    }
    if (!allowed) {
      RefusedException refusal = new RefusedException("Not permitted");
      setup.events().offline(refusal, false);
      throw refusal;
    }
    attach();
  }

  private void attach() {
    synchronized (this) {
      CompletableFuture<Void> now = new CompletableFuture<>();
      ready = now;
      handling = handling.thenCompose(before -> now);
    }
    String former = id;
    StubServer.Resumed resumed =
        former == null ? null : server.resume(account, former, handled, this);
    if (resumed == null) {
      bind();
    } else {
      resume(resumed);
    }
  }

  private void bind() {
    List<Sending> lost;
    String bound = server.bind(account, this);
    synchronized (this) {
      lost = new ArrayList<>(waiting);
      waiting.clear();
      id = bound;
      acknowledged = 0;
      handled = 0;
      connected = true;
    }
    for (Sending one : lost) {
      setup.events().uncertain(one.stanza());
      one.done().completeExceptionally(uncertain());
    }
    setup.journal().opened(saved()).thenRun(() -> online(false));
  }

  private void resume(StubServer.Resumed resumed) {
    List<Sending> arrived = new ArrayList<>();
    List<Sending> again;
    synchronized (this) {
      while (acknowledged < resumed.h()) {
        acknowledged++;
        arrived.add(waiting.remove());
      }
      again = new ArrayList<>(waiting);
      connected = true;
    }
    arrived.forEach(one -> one.done().complete(null));
    again.forEach(this::write);
    setup.journal().opened(saved()).thenRun(() -> online(true));
  }

  private void online(boolean resumed) {
    if (!node.isDead()) {
      setup.events().online(resumed);
      synchronized (this) {
        ready.complete(null);
      }
      next();
    }
  }

  private static TransportException uncertain() {
    return new TransportException(TransportException.Reason.UNCERTAIN, "The stream is over");
  }

  private synchronized SavedStream saved() {
    List<Element> stanzas = new ArrayList<>();
    waiting.forEach(one -> stanzas.add(one.stanza()));
    unsent.forEach(one -> stanzas.add(one.stanza()));
    return SavedStream.builder(
            Jid.of(account + "/stub"), String.valueOf(id), Instant.now().plusSeconds(600))
        .max(Duration.ofMinutes(10))
        .acknowledged(acknowledged)
        .handled(handled)
        .waiting(stanzas)
        .build();
  }

  @Override
  public CompletionStage<Void> deliver(Stanza stanza) {
    Sending one = new Sending(stanza.element(), new CompletableFuture<>());
    synchronized (this) {
      if (over) {
        return CompletableFuture.failedFuture(
            new TransportException(TransportException.Reason.NOT_SENT, "The session is over"));
      }
      unsent.add(one);
    }
    next();
    return one.done();
  }

  /** Records the next stanzas, then writes them: one record at a time. */
  private void next() {
    List<Sending> batch;
    synchronized (this) {
      if (sending || over || !connected || unsent.isEmpty() || node.isDead()) {
        return;
      }
      sending = true;
      batch = new ArrayList<>(unsent);
    }
    setup
        .journal()
        .sending(batch.stream().map(Sending::stanza).toList())
        .whenComplete((kept, failure) -> recorded(batch, failure));
  }

  private void recorded(List<Sending> batch, @Nullable Throwable failure) {
    synchronized (this) {
      sending = false;
      if (failure == null) {
        batch.forEach(one -> waiting.add(unsent.remove()));
      }
    }
    if (failure != null) {
      lose(failure);
      return;
    }
    if (!node.isDead()) {
      batch.forEach(this::write);
      next();
    }
  }

  private void write(Sending one) {
    long count = node.isDead() ? -1 : server.receive(account, this, one.stanza());
    if (count >= 0) {
      synchronized (this) {
        waiting.remove(one);
        acknowledged = count;
      }
      setup.journal().acknowledged(count);
      one.done().complete(null);
    }
  }

  /** Called by the server, which must not be called back on this thread. */
  void incoming(Element stanza) {
    synchronized (this) {
      if (over || node.isDead()) {
        return;
      }
      handling =
          handling
              .thenComposeAsync(before -> handle(stanza), node.callbacks())
              .exceptionally(x -> null);
    }
  }

  private CompletionStage<Void> handle(Element stanza) {
    if (node.isDead()) {
      return CompletableFuture.completedFuture(null);
    }
    handler.accept(account, stanza);
    long h;
    synchronized (this) {
      h = ++handled;
    }
    return setup.journal().handled(h).thenRun(() -> server.acknowledged(account, this, h));
  }

  /** Another connection has the stream. */
  void displaced() {
    lose(
        new TransportException(TransportException.Reason.CLOSED, "Another one resumed the stream"));
  }

  private void lose(Throwable cause) {
    boolean was;
    synchronized (this) {
      was = connected && !over;
      connected = false;
    }
    if (was && !node.isDead()) {
      node.callbacks()
          .execute(
              () -> {
                server.detach(account, this);
                setup.events().offline(cause, false);
              });
    }
  }

  @Override
  public CompletionStage<SavedStream> suspend() {
    CompletableFuture<Void> before;
    synchronized (this) {
      if (over || node.isDead()) {
        return CompletableFuture.failedFuture(new RefusedException("No stream"));
      }
      over = true;
      before = handling;
    }
    server.detach(account, this);
    // What a subscriber does is done; what its journal says may never come.
    return before
        .copy()
        .completeOnTimeout(null, 1, java.util.concurrent.TimeUnit.SECONDS)
        .thenCompose(done -> suspended());
  }

  private CompletionStage<SavedStream> suspended() {
    if (id == null) {
      return CompletableFuture.failedFuture(new RefusedException("No stream"));
    }
    SavedStream last = saved();
    setup.journal().opened(last);
    List<Sending> open = new ArrayList<>(waiting);
    open.addAll(unsent);
    open.forEach(one -> one.done().completeExceptionally(uncertain()));
    return CompletableFuture.completedFuture(last);
  }

  @Override
  public CompletionStage<Void> close() {
    synchronized (this) {
      over = true;
      connected = false;
    }
    server.end(account, this);
    setup.journal().ended();
    return CompletableFuture.completedFuture(null);
  }
}
