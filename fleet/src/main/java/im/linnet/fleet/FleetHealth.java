package im.linnet.fleet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node is, for health checks. Ready for traffic, and for the next step of a rolling deploy,
 * is a node that is a {@linkplain Status#MEMBER member} and {@linkplain #covered() covered}.
 *
 * @param status what the node is
 * @param nodes the members that are up, as {@code host:port}, this one included if it is
 * @param silent those of them that do not answer
 * @param vault the node that keeps a copy of this one's streams; null while there is no other
 * @param covered whether that node has all copies
 * @param sessions sessions that this node holds
 * @param online of these, those that can send
 */
public record FleetHealth(
    Status status,
    List<String> nodes,
    List<String> silent,
    @Nullable String vault,
    boolean covered,
    long sessions,
    long online) {

  /** What a node is to the cluster. */
  public enum Status {
    /** Not started, or not yet a member. */
    JOINING,
    /** A member. */
    MEMBER,
    /** It leaves, and gives its sessions to others. */
    LEAVING,
    /** It left, or was removed: it holds nothing. */
    GONE
  }

  /** Copies the lists. */
  public FleetHealth {
    nodes = List.copyOf(nodes);
    silent = List.copyOf(silent);
  }
}
