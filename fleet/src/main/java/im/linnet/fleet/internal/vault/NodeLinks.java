package im.linnet.fleet.internal.vault;

import org.apache.pekko.actor.ActorRefFactory;
import org.apache.pekko.actor.ActorSelection;

/** Where the actors of nodes are. */
public final class NodeLinks {

  /** The name of a node's vault. */
  public static final String VAULT = "vault";

  /** The name of a node's keeper. */
  public static final String KEEPER = "keeper";

  private final String system;

  /**
   * Knows the addresses in a cluster.
   *
   * @param system the cluster's name
   */
  public NodeLinks(String system) {
    this.system = system;
  }

  /**
   * An actor of a node.
   *
   * @param from who looks
   * @param node the node, as {@code host:port}
   * @param name the actor's name
   * @return the actor
   */
  public ActorSelection at(ActorRefFactory from, String node, String name) {
    return from.actorSelection("pekko://" + system + "@" + node + "/user/" + name);
  }
}
