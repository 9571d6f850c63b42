package im.linnet.fleet.internal.node;

import im.linnet.fleet.SignInRate;
import im.linnet.fleet.session.SessionFactory;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the builder was told; see {@link im.linnet.fleet.FleetBuilder}.
 *
 * @param name of the fleet
 * @param host of this node
 * @param port of this node
 * @param seeds the nodes to join
 * @param waitFor nodes that must be there first
 * @param zone of this node, or empty
 * @param factory makes sessions
 * @param accounts those that should be online, or null
 * @param every time between two readings of them
 * @param signIns the rate for each server
 * @param within the promised time to take sessions up
 * @param uncertain is told stanzas of unknown fate
 * @param shards the number of parts
 * @param openSends sends under way in one account
 * @param nodeSends sends under way by this node
 * @param sendLimit how long a send may take
 * @param startLimit how long joining may take
 * @param handOver how long leaving may take
 * @param keepJvm whether the JVM runs on when the node was removed
 * @param config settings of the engine
 */
public record NodeSettings(
    String name,
    String host,
    int port,
    List<String> seeds,
    int waitFor,
    String zone,
    SessionFactory factory,
    @Nullable Supplier<? extends Flow.Publisher<Jid>> accounts,
    Duration every,
    SignInRate signIns,
    Duration within,
    BiConsumer<Jid, Element> uncertain,
    int shards,
    int openSends,
    int nodeSends,
    Duration sendLimit,
    Duration startLimit,
    Duration handOver,
    boolean keepJvm,
    String config) {}
