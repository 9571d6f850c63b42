package im.linnet.fleet;

import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import im.linnet.stanza.Stanza;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One node of a fleet: JVMs that together hold one session for each of many accounts. Each account
 * is on one node. When a node leaves, its sessions go on at others, in order; when one is lost,
 * others resume its streams from copies that were recorded ahead (see {@link
 * im.linnet.journal.StreamJournal}), so that nothing acknowledged is lost.
 *
 * <pre>{@code
 * Fleet fleet =
 *     Fleet.named("bots")
 *         .bind("10.0.0.1", 7001)
 *         .seeds("10.0.0.1:7001", "10.0.0.2:7001")
 *         .sessions(account -> XmppClient.builder(account).sasl(Sasl.password("secret")))
 *         .onSession(client -> client.onMessage(message -> System.out.println(message)))
 *         .accountList(() -> List.of(Jid.of("bot6@example.com"), Jid.of("bot7@example.com")))
 *         .signIns(SignInRate.perDomain(40))
 *         .resumeWithin(Duration.ofSeconds(25))
 *         .build();
 * fleet.start().join();
 * }</pre>
 *
 * <p>On SIGTERM a node leaves by itself, as by {@link #leave()}. A node that was cut off and
 * removed by the others cuts its connections and ends its JVM, as it can't know what its program
 * still does: see {@link FleetBuilder#keepJvm}.
 *
 * <h2>What a program has to know</h2>
 *
 * <ul>
 *   <li>What subscribers have handled, and the node was lost before that was recorded, comes once
 *       more on another node. {@link im.linnet.XmppClient#arrival()} tells it.
 *   <li>A stanza given to {@link #send} whose future is done has arrived at the server. Of one
 *       whose future failed as {@code UNCERTAIN} nobody knows; send it again with the same id.
 *   <li>If a node and the one that keeps its copies are lost at the same time, they begin new
 *       streams, without what the server still kept for the old ones.
 * </ul>
 *
 * <p>Thread-safe; nothing blocks. Futures complete on any thread, and fail with an {@link
 * im.linnet.failure.XmppException}.
 */
public interface Fleet {

  /**
   * Starts to set up a node.
   *
   * @param name the fleet's name, the same for all its nodes: letters, digits, and {@code -} within
   * @return a builder, for one thread
   */
  static FleetBuilder named(String name) {
    return new FleetBuilder(name);
  }

  /**
   * Joins the fleet. Call it once.
   *
   * @return done when this node is a member. Fails with {@link im.linnet.failure.RefusedException}
   *     if its port is taken or a setting is wrong, and with {@link
   *     im.linnet.failure.TransportException} if it takes longer than {@link
   *     FleetBuilder#startLimit}; then the node has ended
   */
  CompletableFuture<Void> start();

  /**
   * Sends a stanza in the session of an account, wherever it is. If there is none, one is started.
   *
   * @param account the account
   * @param stanza the stanza
   * @return done when the server has it. Fails with {@link im.linnet.failure.RefusedException} if
   *     it can't be sent, and {@linkplain im.linnet.failure.RefusedException#retryable() retryably}
   *     if too much is under way; with {@link im.linnet.failure.TransportException} of reason
   *     {@code NOT_SENT} or {@code UNCERTAIN} as {@link im.linnet.XmppClient#deliver} does, and
   *     {@code UNCERTAIN} also if its node is lost, or hands the session over with the stanza
   */
  CompletableFuture<Void> send(Jid account, Stanza stanza);

  /**
   * Asks where an account's session is.
   *
   * @param account the account
   * @return its state
   */
  CompletableFuture<AccountState> state(Jid account);

  /**
   * Ends an account's session in order and forgets its stream, such as of a user not seen for long.
   * It begins again when the accounts are read with it the next time, or something is sent in it.
   *
   * @param account the account
   * @return done when its node has begun to end it
   */
  CompletableFuture<Void> release(Jid account);

  /**
   * Subscribes to what happens to this node's sessions, and to the nodes.
   *
   * @param subscriber is called with each change, one at a time, on a thread of its own; up to
   *     10,000 changes wait for a slow one, further ones are dropped
   * @return ends the subscription
   */
  Subscription onChange(Consumer<FleetChange> subscriber);

  /**
   * Leaves: gives all sessions to other nodes, then ends. Idempotent. A hook of the JVM's end may
   * wait for it.
   *
   * @return done when this node holds nothing any more and is no member
   */
  CompletableFuture<Void> leave();

  /** {@return how this node is} */
  FleetHealth health();

  /** {@return the figures of this node} */
  FleetMeters meters();
}
