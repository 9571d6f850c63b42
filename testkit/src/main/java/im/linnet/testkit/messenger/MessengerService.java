package im.linnet.testkit.messenger;

import im.linnet.testkit.events.EventLog;
import im.linnet.testkit.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The stand-in, on loopback, in this process. It listens at a front, which plays the role of {@code
 * xmpp.messenger.live.com}, and at gateways, to which the front redirects clients.
 *
 * <p>Each connection has its own thread. All methods can be called from any thread.
 */
public final class MessengerService implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final Site site;
  private final List<Listener> listeners;
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  private MessengerService(Site site, List<Listener> listeners) {
    this.site = site;
    this.listeners = List.copyOf(listeners);
  }

  /** {@return a builder with the settings of 2012, one gateway and no user} */
  public static MessengerServiceBuilder builder() {
    return new MessengerServiceBuilder();
  }

  static MessengerService start(Site site, MessengerServiceBuilder plan) {
    List<Listener> listeners = new ArrayList<>();
    try {
      InetAddress address = plan.address();
      for (int i = 0; i <= plan.gateways(); i++) {
        int port = i == 0 ? plan.port() : 0;
        listeners.add(new Listener(i, new ServerSocket(port, BACKLOG, address), plan.tlsOf(i)));
      }
    } catch (IOException e) {
      listeners.forEach(MessengerService::stop);
      throw new UncheckedIOException("messenger: can't listen on " + plan.address(), e);
    }
    MessengerService service = new MessengerService(site, listeners);
    for (Listener listener : listeners) {
      service.startThread(() -> service.accept(listener), "listener-" + listener.index());
    }
    return service;
  }

  /** {@return the address to which clients connect first} */
  public InetSocketAddress front() {
    return listeners.get(0).address();
  }

  /**
   * The address of a gateway, to which clients are redirected.
   *
   * @param number 1 for the first gateway
   * @return its address
   * @throws IllegalArgumentException if there is no such gateway
   */
  public InetSocketAddress gateway(int number) {
    if (number < 1 || number >= listeners.size()) {
      throw new IllegalArgumentException(
          "number: " + number + " (expected: 1 to " + (listeners.size() - 1) + ")");
    }
    return listeners.get(number).address();
  }

  /** {@return the settings of this service} */
  public MessengerSettings settings() {
    return site.settings();
  }

  /** {@return the bare address of the contact that answers each chat message with its body} */
  public String echoJid() {
    return site.accounts().echo().jid();
  }

  /**
   * The address to which a user will be bound, without the resource.
   *
   * @param user a user given to the builder, or added since
   * @return the bare address
   */
  public String jidOf(MessengerUser user) {
    return site.accounts().require(user).jid();
  }

  /**
   * Adds an account to the running service. It has the echo contact in its list.
   *
   * @param user a user with an id, e-mail address and token of its own
   */
  public void add(MessengerUser user) {
    site.accounts().add(user);
  }

  /**
   * Puts two accounts in each other's list, without a push to those signed in.
   *
   * @param one an account
   * @param other the other
   */
  public void befriend(MessengerUser one, MessengerUser other) {
    site.accounts().befriend(one, other);
  }

  /** {@return what the clients sent} */
  public EventLog<Received> received() {
    return site.received();
  }

  /** {@return the logins of users who were bound} */
  public EventLog<Login> logins() {
    return site.logins();
  }

  /** {@return the connections that ended} */
  public EventLog<Ended> ended() {
    return site.ended();
  }

  /**
   * Redirects all sessions whose listener has a redirect of {@link RedirectPlan.When#IN_SESSION}.
   *
   * @throws IllegalStateException if there is no such session
   */
  public void redirectSessions() {
    int redirected = 0;
    for (Session session : site.sessions()) {
      try {
        redirected += session.redirects() ? 1 : 0;
      } catch (IOException e) {
        // The client may have followed the redirect before the connection was ended.
        session.connection().wire().abort();
        redirected++;
      }
    }
    if (redirected == 0) {
      throw new IllegalStateException("no session to redirect: is there a hop IN_SESSION?");
    }
  }

  /**
   * Ends all sessions, as in a failure or a restart.
   *
   * @param ending how
   */
  public void endSessions(Ending ending) {
    for (Session session : site.sessions()) {
      try {
        session.connection().end(ending);
      } catch (IOException e) {
        session.connection().wire().abort();
      }
    }
  }

  /**
   * Sends XML to all sessions of a user, unchecked.
   *
   * @param user the user
   * @param xml sent unchanged
   */
  public void push(MessengerUser user, String xml) {
    Account account = site.accounts().require(user);
    site.sessionsOf(account).forEach(session -> session.deliver(xml));
  }

  /** Closes all connections and waits for the threads. */
  @Override
  public void close() {
    closed = true;
    listeners.forEach(MessengerService::stop);
    wires.forEach(Wire::abort);
    threads.forEach(MessengerService::join);
  }

  private void accept(Listener listener) {
    while (!closed) {
      try {
        Wire wire = new Wire(listener.server().accept());
        wires.add(wire);
        int number = connections.incrementAndGet();
        Connection connection = new Connection(number, wire, listener, site, this::target);
        startThread(() -> serve(connection), "connection-" + number);
        if (closed) {
          wire.abort();
        }
      } catch (IOException e) {
        // Closed, or the client left before it was accepted; the loop's condition distinguishes the
        // two.
      }
    }
  }

  private void serve(Connection connection) {
    try {
      connection.run();
    } finally {
      wires.remove(connection.wire());
    }
  }

  private String target(String text) {
    String target = text;
    for (Listener listener : listeners) {
      String port = Integer.toString(listener.address().getPort());
      target =
          target
              .replace("{" + listener.index() + "}", listener.hostAndPort())
              .replace("{" + listener.index() + ".port}", port);
    }
    return target;
  }

  private void startThread(Runnable work, String name) {
    Thread thread = new Thread(work, "messenger-" + front().getPort() + "-" + name);
    thread.setDaemon(true);
    threads.removeIf(other -> other.getState() == Thread.State.TERMINATED);
    threads.add(thread);
    thread.start();
  }

  private static void stop(Listener listener) {
    try {
      listener.server().close();
    } catch (IOException e) {
      // It no longer listens, which is sufficient.
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
