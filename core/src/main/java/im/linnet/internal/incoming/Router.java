package im.linnet.internal.incoming;

import im.linnet.connection.BacklogLimits;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.Dropped;
import im.linnet.connection.Dropped.Reason;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.internal.callbacks.CallbackThreads;
import im.linnet.internal.callbacks.SerialExecutor;
import im.linnet.internal.observe.Listeners;
import im.linnet.internal.outgoing.Acknowledgements;
import im.linnet.internal.outgoing.PendingRequests;
import im.linnet.internal.routing.Claims;
import im.linnet.internal.routing.FilterChain;
import im.linnet.internal.routing.Filtered;
import im.linnet.journal.Arrival;
import im.linnet.routing.Claim;
import im.linnet.stanza.Iq;
import im.linnet.stanza.IqHandler;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The client's subscriptions and request handlers. They survive reconnects. Any thread may
 * subscribe; subscribers are called one at a time, in order, on the given executor. The rest
 * belongs to the event loop.
 */
public final class Router implements Acknowledgements.Delivery, CallbackThreads.Observer {

  /** Identifies the requests that a handler answers. */
  private record Key(Iq.Type type, String name, String namespace) {}

  private final Inflow inflow;
  private final StanzaPublisher stanzas;
  private final FilterChain filters;
  private final Listeners listeners;
  private final Drops drops;
  private final Claims claims = new Claims();
  private final Nonzas nonzas = new Nonzas();
  private final Subscribers<Message> messages = new Subscribers<>(Router.class);
  private final Subscribers<Presence> presences = new Subscribers<>(Router.class);
  private final StateSubscribers states;
  private final OnePerKey<Key, IqHandler> handlers = new OnePerKey<>();
  private final Turns turns;
  private final AnswerPath answers = new AnswerPath(this);
  private Runnable stuck = () -> {};
  private Runnable ended = () -> {};

  /** A router without filters. */
  public Router(Executor callbacks) {
    this(callbacks, new Inflow(BacklogLimits.standard(), Runnable::run, backlog -> {}));
  }

  private Router(Executor callbacks, Inflow inflow) {
    this(
        callbacks,
        inflow,
        new StanzaPublisher(inflow, callbacks),
        FilterChain.none(),
        Listeners.none());
  }

  /**
   * A router without subscribers.
   *
   * @param callbacks runs the subscribers, one task after the other
   * @param inflow counts what waits for callbacks
   * @param stanzas receives the stanzas that subscribers receive
   * @param filters the filters that incoming stanzas pass
   * @param listeners are called with what is received and dropped
   */
  public Router(
      Executor callbacks,
      Inflow inflow,
      StanzaPublisher stanzas,
      FilterChain filters,
      Listeners listeners) {
    this.listeners = listeners;
    this.drops = new Drops(System::nanoTime, listeners);
    this.inflow = inflow;
    this.stanzas = stanzas;
    this.filters = filters;
    this.turns = new Turns(callbacks, inflow, drops);
    this.states = new StateSubscribers(callbacks);
  }

  /**
   * Subscribes to messages.
   *
   * @param subscriber called with each message
   * @return ends the subscription
   */
  public Subscription messages(Consumer<Message> subscriber) {
    return messages.add(subscriber);
  }

  /**
   * Subscribes to presences.
   *
   * @param subscriber called with each presence
   * @return ends the subscription
   */
  public Subscription presences(Consumer<Presence> subscriber) {
    return presences.add(subscriber);
  }

  /**
   * Subscribes to changes of the connection's state.
   *
   * @param subscriber called with the current state, if there has been a change, and with each new
   *     one
   * @return ends the subscription
   */
  public Subscription states(Consumer<ConnectionState> subscriber) {
    return states.add(subscriber);
  }

  /**
   * Subscribes to dropped stanzas.
   *
   * @param subscriber called with each
   * @return ends the subscription
   */
  public Subscription drops(Consumer<Dropped> subscriber) {
    return drops.subscribe(subscriber);
  }

  /** {@return how many stanzas have been dropped; any thread may ask} */
  public long dropped() {
    return drops.count();
  }

  /**
   * Registers the handler for one kind of request.
   *
   * @param type get or set
   * @param name the payload's local name
   * @param namespace the payload's namespace name
   * @param handler answers the requests
   * @return removes the handler
   * @throws IllegalArgumentException if the type is neither get nor set
   * @throws IllegalStateException if there is a handler already
   */
  public Subscription requests(Iq.Type type, String name, String namespace, IqHandler handler) {
    if (type != Iq.Type.GET && type != Iq.Type.SET) {
      throw new IllegalArgumentException("type: %s (expected: GET or SET)".formatted(type));
    }
    return handlers.add(
        new Key(type, name, namespace),
        handler,
        "There is a handler already for iq %s <%s xmlns='%s'/>".formatted(type, name, namespace));
  }

  /** The handler for a request with this payload, or null. */
  @Nullable IqHandler handler(Iq.Type type, Element payload) {
    return handlers.get(new Key(type, payload.name(), payload.namespace()));
  }

  /**
   * Claims messages and presences.
   *
   * @param claim which ones
   * @param taker called with each
   * @return removes the claim
   */
  public Subscription claim(Claim claim, Consumer<Stanza> taker) {
    return claims.add(claim, taker);
  }

  /**
   * Registers the handler for elements that are not stanzas.
   *
   * @param name their local name
   * @param namespace their namespace name
   * @param taker called with each
   * @return removes the handler
   * @throws IllegalStateException if there is one already
   */
  public Subscription nonzas(String name, String namespace, Consumer<Element> taker) {
    return nonzas.add(name, namespace, taker);
  }

  /** {@return the way of answers to the callers} */
  public PendingRequests.AnswerWay answers() {
    return answers;
  }

  /** {@return the client's listeners} */
  public Listeners listeners() {
    return listeners;
  }

  /** {@return the client's filters} */
  FilterChain filters() {
    return filters;
  }

  /** {@return the delivered messages and presences as a publisher with back-pressure} */
  public StanzaPublisher stanzas() {
    return stanzas;
  }

  /** {@return the count of waiting stanzas} */
  public Inflow inflow() {
    return inflow;
  }

  /** A counted stanza has arrived (XEP-0198); the next delivery belongs to it. */
  public void arrived() {
    turns.arrived();
    stanzas.arrived();
  }

  /**
   * A stream begins or is resumed.
   *
   * @param stream its id; null if its stanzas have no numbers
   * @param counted how many of its stanzas were counted before
   */
  public void begin(@Nullable String stream, long counted) {
    turns.begin(stream, counted);
  }

  /** {@return the stanza whose callback runs on this thread, or null; any thread may ask} */
  public @Nullable Arrival arrival() {
    return turns.current();
  }

  /** For how many of the last stanzas a callback is queued or running. */
  @Override
  public long unseen() {
    return Math.max(turns.unseen(), stanzas.unseen());
  }

  /** Whether the executor for callbacks rejects them. */
  @Override
  public boolean isStopped() {
    return inflow.isRefused();
  }

  @Override
  public void refusing(boolean refusing) {
    inflow.refused(refusing);
  }

  /** Sets the task to run when the executor has rejected callbacks for a long time. */
  public void whenStuck(Runnable task) {
    stuck = task;
  }

  @Override
  public void stuck() {
    stuck.run();
  }

  @Override
  public void whenSeen(Runnable task) {
    turns.whenSeen(task);
    stanzas.whenSeen(task);
  }

  /**
   * Delivers a message or presence of this size, in bytes: filters, then claims, then subscribers.
   */
  public void deliver(Stanza stanza, int size) {
    if (filters.isEmpty()) {
      route(stanza, size);
    } else {
      turns.giveHolding(
          stanza.element(),
          size,
          inItsName ->
              filters
                  .incoming(stanza)
                  .thenCompose(filtered -> routeHere(stanza, size, filtered, inItsName)));
    }
  }

  private void route(Stanza stanza, int size) {
    Runnable taker = claims.taker(stanza);
    if (taker != null) {
      turns.give(stanza.element(), size, taker);
      return;
    }
    turns.give(stanza.element(), size, () -> tell(stanza));
    stanzas.offer(stanza, size);
  }

  private void tell(Stanza stanza) {
    if (stanza instanceof Message message) {
      messages.tell(message);
    } else if (stanza instanceof Presence presence) {
      presences.tell(presence);
    }
  }

  /** The same for a stanza that filters have handled, within its callback. */
  private CompletionStage<?> routeHere(
      Stanza received, int size, Filtered filtered, Consumer<Runnable> inItsName) {
    if (turns.isLeft()) {
      return CompletableFuture.completedFuture(null);
    }
    List<Stanza> passed = new ArrayList<>(filtered.ahead());
    if (filtered instanceof Filtered.Passed itself) {
      passed.add(itself.stanza());
    }
    CompletionStage<?> routed = routeHere(passed, size, inItsName);
    if (!(filtered instanceof Filtered.Passed) && drops.add(received.element(), Reason.FILTERED)) {
      drops.tell(Dropped.of(received.element(), Reason.FILTERED));
    }
    return routed;
  }

  /**
   * Delivers stanzas within a callback: claims, then subscribers. Completes when the callback may
   * end.
   */
  CompletionStage<?> routeHere(List<Stanza> passed, int size) {
    return routeHere(passed, size, Runnable::run);
  }

  private CompletionStage<?> routeHere(
      List<Stanza> passed, int size, Consumer<Runnable> inItsName) {
    List<Stanza> unclaimed = new ArrayList<>();
    for (Stanza stanza : passed) {
      Runnable taker = claims.taker(stanza);
      if (taker == null) {
        inItsName.accept(() -> tell(stanza));
        unclaimed.add(stanza);
      } else {
        inItsName.accept(taker);
      }
    }
    return stanzas.hasNoSubscriptions() || unclaimed.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : filters.onLoop(() -> unclaimed.forEach(stanza -> stanzas.offer(stanza, size)));
  }

  /** Delivers an element that is not a stanza; false if it has no handler. */
  public boolean deliver(Element element, int size) {
    Runnable taker = nonzas.taker(element);
    if (taker != null) {
      turns.giveUnnumbered(element, size, taker);
    }
    return taker != null;
  }

  /** Drops an element of this size, in bytes, and reports it. */
  void drop(Element element, Reason reason, int size) {
    if (drops.add(element, reason)) {
      turns.give(element, size, () -> drops.tell(Dropped.of(element, reason)));
    }
  }

  /**
   * Reports a new state to the subscribers.
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
   * Queues a callback that belongs to no stanza. It counts as waiting; from any thread.
   *
   * @param size about how many bytes it holds
   * @param callback the callback
   */
  public void counted(int size, Runnable callback) {
    turns.count(size, callback);
  }

  /** Queues a callback that does its own counting and belongs to the last stanza that arrived. */
  void inTurn(SerialExecutor.Holding callback) {
    turns.give(callback);
  }

  /** Queues the delivery of stanzas of this size, in bytes, that filters inserted; any thread. */
  void inTurn(List<Stanza> inserted, int size) {
    turns.count(
        size,
        () -> {
          var unused = routeHere(inserted, size);
        });
  }

  /** Deliveries are over: callbacks that the executor rejects from now on are dropped. */
  public void end() {
    ended.run();
  }

  /**
   * Sets the task to run when deliveries are over.
   *
   * @param task the task, for the event loop
   */
  public void whenEnded(Runnable task) {
    ended = task;
  }

  /** Runs a task after all queued callbacks. */
  public void afterAll(SerialExecutor.Task task) {
    turns.afterAll(task);
  }

  /** Leaves queued stanzas to another client: subscribers no longer receive them. */
  public void leave() {
    turns.leave();
    stanzas.leave();
  }

  /** Whether queued stanzas are left to another client; any thread may ask. */
  boolean isLeft() {
    return turns.isLeft();
  }
}
