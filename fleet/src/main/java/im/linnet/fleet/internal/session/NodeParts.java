package im.linnet.fleet.internal.session;

import im.linnet.fleet.FleetChange;
import im.linnet.fleet.internal.meters.Figures;
import im.linnet.fleet.internal.vault.NodeLinks;
import im.linnet.fleet.session.SessionFactory;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of a node share.
 *
 * @param node this node, as {@code host:port}
 * @param uid this node's uid
 * @param factory makes sessions
 * @param sessions leads to the sessions of all accounts
 * @param domains leads to the servers' queues; null if there is no limit
 * @param replicator takes records
 * @param claims asks the vaults
 * @param keeper knows the sessions of this node
 * @param vault the node that keeps the copies, as {@code host:port}, or empty
 * @param links to other nodes
 * @param limits the limits
 * @param figures counts
 * @param changes is told what changes
 * @param uncertain is told the stanzas of unknown fate
 */
public record NodeParts(
    String node,
    long uid,
    SessionFactory factory,
    Supplier<ActorRef> sessions,
    @Nullable Supplier<ActorRef> domains,
    ActorRef replicator,
    ActorRef claims,
    ActorRef keeper,
    Supplier<String> vault,
    NodeLinks links,
    Limits limits,
    Figures figures,
    Consumer<FleetChange> changes,
    BiConsumer<Jid, Element> uncertain) {

  /**
   * Limits of each session.
   *
   * @param open how many sends of one account may be open
   * @param send how long a send may wait until there is a connection
   * @param journal how long a record may take
   * @param handOver how long a session may take to leave
   * @param retry the longest time between two attempts to connect
   */
  public record Limits(
      int open, Duration send, Duration journal, Duration handOver, Duration retry) {}
}
