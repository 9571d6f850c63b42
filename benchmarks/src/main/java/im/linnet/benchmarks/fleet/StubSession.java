package im.linnet.benchmarks.fleet;

import im.linnet.connection.ConnectPermit.Purpose;
import im.linnet.connection.SavedStream;
import im.linnet.failure.RefusedException;
import im.linnet.fleet.session.FleetSession;
import im.linnet.fleet.session.SessionSetup;
import im.linnet.jid.Jid;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A session without a server, which records what a client would: its stream when it begins, each
 * stanza before it is sent, and counts.
 */
final class StubSession implements FleetSession {

  private static final Duration KEPT = Duration.ofMinutes(10);

  private final SessionSetup setup;
  private final boolean former;
  private final Jid bound;
  private final String id;
  private long sent;
  private long handled;

  StubSession(SessionSetup setup, long number) {
    this.setup = setup;
    SavedStream saved = setup.saved();
    former = saved != null;
    id = saved == null ? Long.toHexString(number) + "-b9f31c0a7d42" : saved.id();
    bound = saved == null ? setup.account().withResource("r" + number) : saved.jid();
    sent = saved == null ? 0 : saved.acknowledged() + saved.waiting().size();
    handled = saved == null ? 0 : saved.handled();
  }

  @Override
  public CompletionStage<Void> connect() {
    return setup
        .permit()
        .ask(former ? Purpose.RESUME : Purpose.BIND)
        .thenCompose(
            permitted -> {
              if (!permitted) {
                throw new RefusedException("Not permitted");
              }
              return setup.journal().opened(saved());
            })
        .thenRun(() -> setup.events().online(former));
  }

  @Override
  public CompletionStage<Void> deliver(Stanza stanza) {
    return exchange(stanza.element());
  }

  /** Sends a stanza, which is acknowledged, and handles one. */
  CompletionStage<Void> exchange(Element stanza) {
    return setup
        .journal()
        .sending(List.of(stanza))
        .thenCompose(
            recorded -> {
              long h;
              synchronized (this) {
                setup.journal().acknowledged(++sent);
                h = ++handled;
              }
              return setup.journal().handled(h);
            });
  }

  private synchronized SavedStream saved() {
    return SavedStream.builder(bound, id, Instant.now().plus(KEPT))
        .max(KEPT)
        .acknowledged(sent)
        .handled(handled)
        .build();
  }

  @Override
  public CompletionStage<SavedStream> suspend() {
    return CompletableFuture.completedFuture(saved());
  }

  @Override
  public CompletionStage<Void> close() {
    setup.journal().ended();
    return CompletableFuture.completedFuture(null);
  }
}
