package im.linnet;

import im.linnet.connection.Subscription;
import im.linnet.internal.callbacks.SerialExecutor;
import im.linnet.internal.incoming.Router;
import im.linnet.internal.netty.Nanos;
import im.linnet.internal.session.Lifecycle;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The context that a built client gives to its extensions. */
final class BuiltContext implements ClientContext {

  private static final Set<String> STANZAS = Set.of("message", "presence", "iq");

  private final XmppClient client;
  private final EventLoop loop;
  private final SerialExecutor inOrder;
  private final Router router;
  private final Lifecycle lifecycle;

  /** Keeps the client reachable for as long as this is. */
  BuiltContext(
      XmppClient client,
      EventLoop loop,
      SerialExecutor inOrder,
      Router router,
      Lifecycle lifecycle) {
    this.client = client;
    this.loop = loop;
    this.inOrder = inOrder;
    this.router = router;
    this.lifecycle = lifecycle;
  }

  @Override
  public CompletableFuture<Void> sendNonza(Element nonza) {
    if (nonza.namespace().equals(Stanza.NAMESPACE) && STANZAS.contains(nonza.name())) {
      throw new IllegalArgumentException("nonza: %s (expected: no stanza)".formatted(nonza.name()));
    }
    return lifecycle.sendNonza(nonza);
  }

  @Override
  public Subscription onNonza(String name, String namespace, Consumer<Element> taker) {
    return router.nonzas(name, namespace, new Held.Subscriber<>(client, taker));
  }

  @Override
  public Executor callbacks() {
    return inOrder;
  }

  @Override
  public Subscription after(Duration delay, Runnable task) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay: %s (expected: >= 0)".formatted(delay));
    }
    try {
      Future<?> timer =
          loop.schedule(() -> inOrder.execute(task), Nanos.of(delay), TimeUnit.NANOSECONDS);
      return () -> timer.cancel(false);
    } catch (RejectedExecutionException shutDown) {
      return () -> {};
    }
  }

  @Override
  public void acknowledgeAtOnce(boolean always) {
    lifecycle.acknowledgeAtOnce(always);
  }
}
