package im.linnet.internal.session;

import im.linnet.connection.BacklogLimits;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.Subscription;
import im.linnet.stanza.Iq;
import im.linnet.stanza.IqHandler;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wants to hear of what: outlives connections, so that what was subscribed to once stays so.
 * Safe for use by any thread; calls subscribers one after the other, in order, on the executor
 * given.
 */
public final class Router {

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  /** Which requests a handler answers. */
  private record Key(Iq.Type type, String name, String namespace) {}

  private final Executor callbacks;
  private final RecentMessages recent;
  private final Inflow inflow;
  private final StanzaPublisher stanzas;
  private final List<Consumer<Message>> messages = new CopyOnWriteArrayList<>();
  private final List<Consumer<Presence>> presences = new CopyOnWriteArrayList<>();
  private final List<Consumer<ConnectionState>> states = new CopyOnWriteArrayList<>();
  private final Map<Key, Answerer> handlers = new ConcurrentHashMap<>();

  /** A router that delivers all, also what comes again. */
  Router(Executor callbacks) {
    this(callbacks, new Inflow(BacklogLimits.standard(), Runnable::run, backlog -> {}));
  }

  private Router(Executor callbacks, Inflow inflow) {
    this(
        callbacks,
        new RecentMessages(0, System::nanoTime),
        inflow,
        new StanzaPublisher(inflow, callbacks));
  }

  /**
   * A router without subscribers.
   *
   * @param callbacks runs the subscribers, one task after the other
   * @param recent knows what was delivered lately
   * @param inflow counts what waits
   * @param stanzas is given what subscribers are called with
   */
  public Router(Executor callbacks, RecentMessages recent, Inflow inflow, StanzaPublisher stanzas) {
    this.callbacks = callbacks;
    this.recent = recent;
    this.inflow = inflow;
    this.stanzas = stanzas;
  }

  /**
   * Subscribes to messages.
   *
   * @param subscriber is called with each
   * @return ends the subscription
   */
  public Subscription messages(Consumer<Message> subscriber) {
    return subscribe(messages, subscriber);
  }

  /**
   * Subscribes to presences.
   *
   * @param subscriber is called with each
   * @return ends the subscription
   */
  public Subscription presences(Consumer<Presence> subscriber) {
    return subscribe(presences, subscriber);
  }

  /**
   * Subscribes to changes of the connection's state.
   *
   * @param subscriber is called with each new state
   * @return ends the subscription
   */
  public Subscription states(Consumer<ConnectionState> subscriber) {
    return subscribe(states, subscriber);
  }

  /**
   * Takes over the requests of one kind.
   *
   * @param type get or set
   * @param name the payload's local name
   * @param namespace the payload's namespace name
   * @param handler answers them
   * @return gives them back
   * @throws IllegalArgumentException if the type is neither get nor set
   * @throws IllegalStateException if somebody answers them already
   */
  public Subscription requests(Iq.Type type, String name, String namespace, IqHandler handler) {
    if (type != Iq.Type.GET && type != Iq.Type.SET) {
      throw new IllegalArgumentException("type: %s (expected: GET or SET)".formatted(type));
    }
    Key key = new Key(type, name, namespace);
    Answerer own = new Answerer(handler);
    if (handlers.putIfAbsent(key, own) != null) {
      throw new IllegalStateException(
          "There is a handler already for iq %s <%s xmlns='%s'/>".formatted(type, name, namespace));
    }
    return () -> handlers.remove(key, own);
  }

  /** The handler of a request with this payload, or null. */
  @Nullable IqHandler handler(Iq.Type type, Element payload) {
    Answerer answerer = handlers.get(new Key(type, payload.name(), payload.namespace()));
    return answerer == null ? null : answerer.handler;
  }

  /** {@return the messages and presences that are delivered, to be had on demand} */
  public StanzaPublisher stanzas() {
    return stanzas;
  }

  /** {@return what counts the stanzas that wait} */
  public Inflow inflow() {
    return inflow;
  }

  /** Takes a stanza of so many bytes that was received, on the event loop. */
  void deliver(Stanza stanza, int size) {
    if (stanza instanceof Message message) {
      if (recent.isRepeated(message)) {
        LOG.debug("Dropped a message that came again: {}", message);
        return;
      }
      inTurn(size, () -> tell(messages, message));
    } else if (stanza instanceof Presence presence) {
      inTurn(size, () -> tell(presences, presence));
    }
    stanzas.offer(stanza, size);
  }

  /**
   * Tells of a new state.
   *
   * @param state the state
   */
  public void deliver(ConnectionState state) {
    callbacks.execute(() -> tell(states, state));
    if (state instanceof ConnectionState.Closed) {
      stanzas.complete();
    }
  }

  /** Runs a callback in its turn; what it is about counts until it is over. */
  private void inTurn(int size, Runnable callback) {
    inflow.took(size);
    callbacks.execute(new Waiting(inflow, size, callback));
  }

  /** Runs a callback in its turn, which counts for itself. */
  void inTurn(SerialExecutor.Task callback) {
    callbacks.execute(callback);
  }

  /** What waits for its turn. */
  private record Waiting(Inflow inflow, int size, Runnable callback)
      implements SerialExecutor.Task {

    @Override
    public void run() {
      try {
        callback.run();
      } finally {
        inflow.done(size);
      }
    }

    @Override
    public void dropped() {
      inflow.done(size);
    }
  }

  private static <T> void tell(List<Consumer<T>> subscribers, T event) {
    subscribers.forEach(subscriber -> call(subscriber, event));
  }

  private static <T> void call(Consumer<T> subscriber, T event) {
    try {
      subscriber.accept(event);
    } catch (Throwable failure) {
      LOG.error("A subscriber failed", failure);
    }
  }

  private static <T> Subscription subscribe(List<Consumer<T>> subscribers, Consumer<T> subscriber) {
    Own<T> own = new Own<>(subscriber);
    subscribers.add(own);
    return () -> subscribers.remove(own);
  }

  /** One subscription: who subscribes twice and ends one keeps the other. */
  private static final class Own<T> implements Consumer<T> {

    private final Consumer<T> subscriber;

    Own(Consumer<T> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void accept(T event) {
      subscriber.accept(event);
    }
  }

  /** One registration: who ends an old one twice does not end a new one of the same handler. */
  private static final class Answerer {

    private final IqHandler handler;

    Answerer(IqHandler handler) {
      this.handler = handler;
    }
  }
}
