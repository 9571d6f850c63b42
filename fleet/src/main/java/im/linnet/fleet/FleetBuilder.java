package im.linnet.fleet;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.fleet.internal.node.FleetNode;
import im.linnet.fleet.internal.node.ListPublisher;
import im.linnet.fleet.internal.node.NodeSettings;
import im.linnet.fleet.internal.node.Timings;
import im.linnet.fleet.internal.session.ClientSessions;
import im.linnet.fleet.session.SessionFactory;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sets up a {@link Fleet}. Required are {@link #bind}, {@link #seeds} or a {@link #config} that
 * finds the other nodes, and {@link #sessions}. All nodes must have the same name, {@link #shards}
 * and {@link #resumeWithin}. Not thread-safe.
 */
public final class FleetBuilder {

  private final String name;
  private @Nullable String host;
  private int port;
  private List<String> seeds = List.of();
  private int waitFor = 1;
  private String zone = "";
  private @Nullable Function<Jid, ClientBuilder> clients;
  private Consumer<XmppClient> ready = client -> {};
  private @Nullable SessionFactory factory;
  private @Nullable Supplier<? extends Flow.Publisher<Jid>> accounts;
  private Duration every = Duration.ofMinutes(5);
  private SignInRate signIns = SignInRate.perDomain(20);
  private Duration within = Duration.ofSeconds(30);
  private BiConsumer<Jid, Element> uncertain = (account, stanza) -> {};
  private int shards = 100;
  private int openSends = 256;
  private int nodeSends = 10_000;
  private Duration sendLimit = Duration.ofSeconds(30);
  private Duration startLimit = Duration.ofMinutes(2);
  private Duration handOver = Duration.ofSeconds(25);
  private boolean keepJvm;
  private String config = "";

  FleetBuilder(String name) {
    if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9-]*")) {
      throw new IllegalArgumentException(
          "name: %s (expected: letters, digits, and - within)".formatted(name));
    }
    this.name = name;
  }

  /**
   * Sets where other nodes reach this one. Nobody else may reach it: nodes trust each other, and
   * what they say is not encrypted unless a {@link #config} says so.
   *
   * @param address the host name or address, the same as in {@link #seeds}
   * @param number the port
   * @return this builder
   */
  public FleetBuilder bind(String address, int number) {
    host = Objects.requireNonNull(address, "address");
    port = number;
    return this;
  }

  /**
   * Sets the nodes of which one must be there to join; the first founds the fleet if it finds none
   * of the others. So list several, in the same order on all nodes, and start the first one first.
   *
   * <p>A list is for nodes with fixed addresses. If the first node restarts and can't reach the
   * others, it founds a second fleet, which holds all accounts once more. Where nodes come and go,
   * leave this out and let Cluster Bootstrap find them: see {@link #config}.
   *
   * @param nodes each as {@code host:port}
   * @return this builder
   */
  public FleetBuilder seeds(String... nodes) {
    seeds = List.of(nodes);
    return this;
  }

  /**
   * Sets how many nodes must be there before a new fleet begins to hold sessions; by default 1.
   * With fewer than the planned ones, the first gets all accounts, and each that moves later costs
   * a sign-in.
   *
   * @param number the number, at least 1
   * @return this builder
   */
  public FleetBuilder waitFor(int number) {
    waitFor = atLeastOne("number", number);
    return this;
  }

  /**
   * Names the zone of this node. The copies of its streams are kept in another zone, if there is
   * one.
   *
   * @param where such as a rack or a data centre
   * @return this builder
   */
  public FleetBuilder zone(String where) {
    zone = where;
    return this;
  }

  /**
   * Sets how the client of an account is built. Give all the same {@link ClientBuilder#resources},
   * or each has threads of its own. The fleet adds its journal, its permit and the stream to
   * resume. The client may have a {@link im.linnet.connection.ReconnectPolicy}; without one, the
   * fleet connects it again.
   *
   * @param clients called on whatever node gets the account; may block for a short time, such as to
   *     read a secret. What it throws makes the account {@linkplain AccountState.Failed fail}
   * @return this builder
   */
  public FleetBuilder sessions(Function<Jid, ClientBuilder> clients) {
    this.clients = Objects.requireNonNull(clients, "clients");
    return this;
  }

  /**
   * Sets what is done with each client before it connects, such as to subscribe to messages.
   *
   * @param ready is called with each client
   * @return this builder
   */
  public FleetBuilder onSession(Consumer<XmppClient> ready) {
    this.ready = Objects.requireNonNull(ready, "ready");
    return this;
  }

  /**
   * Sets what stands in for clients, instead of {@link #sessions}.
   *
   * @param sessions makes sessions
   * @return this builder
   */
  public FleetBuilder factory(SessionFactory sessions) {
    factory = Objects.requireNonNull(sessions, "sessions");
    return this;
  }

  /**
   * Sets the accounts that should be online. One node of the fleet reads them, every few minutes
   * and when the node that did is gone: those that have no session get one; a session whose account
   * was missing in three complete readings in a row is ended.
   *
   * @param all gives a publisher of all accounts, anew each time; it is asked for a limited number
   * @return this builder
   */
  public FleetBuilder accounts(Supplier<? extends Flow.Publisher<Jid>> all) {
    accounts = Objects.requireNonNull(all, "all");
    return this;
  }

  /**
   * Sets the accounts that should be online, as {@link #accounts} does, for as many as fit into
   * memory at one node.
   *
   * @param all gives the accounts, anew each time; may block, such as to ask a database
   * @return this builder
   */
  public FleetBuilder accountList(Supplier<? extends Iterable<Jid>> all) {
    Objects.requireNonNull(all, "all");
    return accounts(() -> new ListPublisher(all.get()));
  }

  /**
   * Sets how often the accounts are read; by default every 5 minutes.
   *
   * @param time the time between two readings
   * @return this builder
   */
  public FleetBuilder every(Duration time) {
    every = positive("time", time);
    return this;
  }

  /**
   * Sets how many sign-ins each server gets; by default 20 a second.
   *
   * @param rate the rate
   * @return this builder
   */
  public FleetBuilder signIns(SignInRate rate) {
    signIns = Objects.requireNonNull(rate, "rate");
    return this;
  }

  /**
   * Sets within which time the sessions of a lost node are taken up by others, not counting their
   * turns to sign in; by default 30 seconds. All other times of the cluster follow from it.
   *
   * @param time from 20 seconds to 3 minutes
   * @return this builder
   * @throws IllegalArgumentException if no safe times keep this promise
   */
  public FleetBuilder resumeWithin(Duration time) {
    Timings.of(time);
    within = time;
    return this;
  }

  /**
   * Sets what is done with stanzas of former sessions of which nobody knows whether they arrived,
   * as their stream could not be resumed.
   *
   * @param watcher is called with the account and the stanza
   * @return this builder
   */
  public FleetBuilder onUncertain(BiConsumer<Jid, Element> watcher) {
    uncertain = Objects.requireNonNull(watcher, "watcher");
    return this;
  }

  /**
   * Sets in how many parts the accounts move between nodes; by default 100. About ten for each node
   * planned. To change it, all nodes must be stopped.
   *
   * @param number the number, at least 1
   * @return this builder
   */
  public FleetBuilder shards(int number) {
    shards = atLeastOne("number", number);
    return this;
  }

  /**
   * Sets how many sends may be under way; more are refused.
   *
   * @param account in one account; by default 256
   * @param node by this node; by default 10,000
   * @return this builder
   */
  public FleetBuilder sends(int account, int node) {
    openSends = atLeastOne("account", account);
    nodeSends = atLeastOne("node", node);
    return this;
  }

  /**
   * Sets how long a send may take, and wait for a connection; by default 30 seconds.
   *
   * @param limit the limit
   * @return this builder
   */
  public FleetBuilder sendLimit(Duration limit) {
    sendLimit = positive("limit", limit);
    return this;
  }

  /**
   * Sets how long joining may take; by default 2 minutes.
   *
   * @param limit the limit
   * @return this builder
   */
  public FleetBuilder startLimit(Duration limit) {
    startLimit = positive("limit", limit);
    return this;
  }

  /**
   * Sets how long giving all sessions to others may take when this node leaves; by default 25
   * seconds. What remains is taken up from the copies. Whoever stops this process must wait for
   * longer.
   *
   * @param limit the limit
   * @return this builder
   */
  public FleetBuilder handOverLimit(Duration limit) {
    handOver = positive("limit", limit);
    return this;
  }

  /**
   * Lets the JVM run on when this node was removed by the others. By default it is ended with
   * status 255: what its subscribers do elsewhere, such as in a database, would be done twice. For
   * tests, and for programs that end themselves when {@link FleetHealth.Status#GONE} is told.
   *
   * @return this builder
   */
  public FleetBuilder keepJvm() {
    keepJvm = true;
    return this;
  }

  /**
   * Adds settings of Apache Pekko, on which the fleet runs: TLS between nodes, Cluster Bootstrap,
   * another strategy for split clusters. They take precedence over what the fleet derives, but not
   * over what its safety rests on: its provider, its serializers, and that idle sessions stay.
   *
   * @param hocon the settings
   * @return this builder
   */
  public FleetBuilder config(String hocon) {
    config = Objects.requireNonNull(hocon, "hocon");
    return this;
  }

  /**
   * Builds the node, without joining.
   *
   * @return the node
   * @throws IllegalStateException if something required is missing
   */
  public Fleet build() {
    String where = host;
    if (where == null) {
      throw new IllegalStateException("bind: absent (expected: where others reach this node)");
    }
    if (seeds.isEmpty() && config.isEmpty()) {
      throw new IllegalStateException(
          "seeds: none (expected: one at least, or a config by which nodes are found)");
    }
    return new FleetNode(
        new NodeSettings(
            name,
            where,
            port,
            seeds,
            waitFor,
            zone,
            sessionFactory(),
            accounts,
            every,
            signIns,
            within,
            uncertain,
            shards,
            openSends,
            nodeSends,
            sendLimit,
            startLimit,
            handOver,
            keepJvm,
            config));
  }

  private SessionFactory sessionFactory() {
    if (factory != null) {
      return factory;
    }
    if (clients == null) {
      throw new IllegalStateException("sessions: absent (expected: how to build a client)");
    }
    return new ClientSessions(clients, ready);
  }

  private static Duration positive(String name, Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("%s: %s (expected: > 0)".formatted(name, time));
    }
    return time;
  }

  private static int atLeastOne(String name, int number) {
    if (number < 1) {
      throw new IllegalArgumentException("%s: %d (expected: >= 1)".formatted(name, number));
    }
    return number;
  }
}
