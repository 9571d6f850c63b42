package im.linnet.internal.session;

import im.linnet.connection.BacklogLimits;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.Dropped;
import im.linnet.connection.Dropped.Reason;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.stanza.Iq;
import im.linnet.stanza.IqHandler;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to hear of what: outlives connections, so that what was subscribed to once stays so.
 * Subscribing is for any thread; calls subscribers one after the other, in order, on the executor
 * given. The rest belongs to the event loop.
 */
public final class Router implements Acknowledgements.Delivery, CallbackThreads.Observer {

  /** Which requests a handler answers. */
  private record Key(Iq.Type type, String name, String namespace) {}

  private final Executor callbacks;
  private final RecentMessages recent;
  private final Inflow inflow;
  private final StanzaPublisher stanzas;
  private final Drops drops = new Drops(System::nanoTime);
  private final Subscribers<Message> messages = new Subscribers<>(Router.class);
  private final Subscribers<Presence> presences = new Subscribers<>(Router.class);
  private final StateSubscribers states;
  private final Map<Key, Answerer> handlers = new ConcurrentHashMap<>();
  private final Headway order = new Headway();
  private Runnable stuck = () -> {};
  private Runnable ended = () -> {};
  private boolean refused;
  private long arrived;

  /** Set when what waits is left to another client. */
  private volatile boolean left;

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
    this.states = new StateSubscribers(callbacks);
  }

  /**
   * Subscribes to messages.
   *
   * @param subscriber is called with each
   * @return ends the subscription
   */
  public Subscription messages(Consumer<Message> subscriber) {
    return messages.add(subscriber);
  }

  /**
   * Subscribes to presences.
   *
   * @param subscriber is called with each
   * @return ends the subscription
   */
  public Subscription presences(Consumer<Presence> subscriber) {
    return presences.add(subscriber);
  }

  /**
   * Subscribes to changes of the connection's state.
   *
   * @param subscriber is called with the present state, if there was a change before, and with each
   *     new one
   * @return ends the subscription
   */
  public Subscription states(Consumer<ConnectionState> subscriber) {
    return states.add(subscriber);
  }

  /**
   * Subscribes to what is dropped.
   *
   * @param subscriber is called with each
   * @return ends the subscription
   */
  public Subscription drops(Consumer<Dropped> subscriber) {
    return drops.subscribe(subscriber);
  }

  /** {@return how much was dropped so far; any thread may ask} */
  public long dropped() {
    return drops.count();
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

  /** A stanza that counts has arrived; what is delivered next is of it. */
  void arrived() {
    arrived++;
    stanzas.arrived();
  }

  /** Of how many of the stanzas that arrived last something waits or runs. */
  @Override
  public long unseen() {
    return arrived - Math.min(order.reached(arrived), stanzas.reached());
  }

  /** Whether the executor for callbacks refuses them. */
  @Override
  public boolean isStopped() {
    return refused;
  }

  @Override
  public void refusing(boolean refusing) {
    refused = refusing;
    inflow.refused(refusing);
  }

  /** Says what to do when the executor for callbacks has refused for long. */
  void whenStuck(Runnable task) {
    stuck = task;
  }

  @Override
  public void stuck() {
    stuck.run();
  }

  @Override
  public void whenSeen(Runnable task) {
    order.whenSeen(task);
    stanzas.whenSeen(task);
  }

  /** Takes a stanza of so many bytes that was received. */
  void deliver(Stanza stanza, int size) {
    if (stanza instanceof Message message) {
      if (recent.isRepeated(message)) {
        drop(message.element(), Reason.REPEATED, size);
        return;
      }
      inTurn(message.element(), size, () -> messages.tell(message));
    } else if (stanza instanceof Presence presence) {
      recent.noteLeaving(presence);
      inTurn(presence.element(), size, () -> presences.tell(presence));
    }
    stanzas.offer(stanza, size);
  }

  /** Something of so many bytes that was received is given to nobody. */
  void drop(Element element, Reason reason, int size) {
    if (drops.add(element, reason)) {
      inTurn(element, size, () -> drops.tell(new Dropped(element, reason)));
    }
  }

  /**
   * Tells of a new state.
   *
   * @param state the state
   */
  public void deliver(ConnectionState state) {
    states.tell(state);
    if (state instanceof ConnectionState.Closed) {
      stanzas.complete();
    }
  }

  /**
   * Runs a callback in its turn that is of no stanza. It counts as one that waits; from any thread.
   *
   * @param size about how many bytes it holds
   * @param callback the callback
   */
  public void counted(int size, Runnable callback) {
    inflow.took(size);
    callbacks.execute(new Counting(size, callback));
  }

  /** Runs a callback in its turn; what it is about counts until it is over. */
  private void inTurn(Element about, int size, Runnable callback) {
    inflow.took(size);
    order.give(arrived);
    callbacks.execute(new Waiting(about, arrived, size, callback));
  }

  /** Runs a callback in its turn, which counts for itself, and is of the stanza that came last. */
  void inTurn(SerialExecutor.Task callback) {
    order.give(arrived);
    callbacks.execute(new Numbered(arrived, callback));
  }

  /** Nothing is delivered any more: what the executor for callbacks refuses now is dropped. */
  void end() {
    ended.run();
  }

  /**
   * Says what to do when nothing is delivered any more.
   *
   * @param task the task, for the event loop
   */
  public void whenEnded(Runnable task) {
    ended = task;
  }

  /** Runs something behind all callbacks that wait. */
  void afterAll(SerialExecutor.Task task) {
    callbacks.execute(task);
  }

  /** What waits is left to another client: subscribers are not called with it any more. */
  void leave() {
    left = true;
    stanzas.leave();
  }

  /** Whether what waits is left to another client; any thread may ask. */
  boolean isLeft() {
    return left;
  }

  /** What waits for its turn. */
  private final class Waiting implements SerialExecutor.Task {

    private final Element about;
    private final long number;
    private final int size;
    private final Runnable callback;

    Waiting(Element about, long number, int size, Runnable callback) {
      this.about = about;
      this.number = number;
      this.size = size;
      this.callback = callback;
    }

    @Override
    public void run() {
      try {
        if (!left) {
          callback.run();
          order.see(number);
        }
      } finally {
        inflow.done(size);
      }
    }

    @Override
    public void dropped() {
      inflow.done(size);
      drops.add(about, Reason.REFUSED);
    }
  }

  /** A callback that is of no stanza, and counts. */
  private final class Counting implements SerialExecutor.Task {

    private final int size;
    private final Runnable callback;

    Counting(int size, Runnable callback) {
      this.size = size;
      this.callback = callback;
    }

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

  /** A callback that has a stanza's number. */
  private final class Numbered implements SerialExecutor.Task {

    private final long number;
    private final SerialExecutor.Task task;

    Numbered(long number, SerialExecutor.Task task) {
      this.number = number;
      this.task = task;
    }

    @Override
    public void run() {
      try {
        task.run();
      } finally {
        order.see(number);
      }
    }

    @Override
    public void dropped() {
      task.dropped();
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
