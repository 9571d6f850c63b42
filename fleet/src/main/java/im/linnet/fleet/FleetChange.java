package im.linnet.fleet;

import im.linnet.jid.Jid;

/** Something changed on this node, or among the nodes. */
public sealed interface FleetChange {

  /**
   * A session of this node is in another state. What other nodes hold is told there.
   *
   * @param account the account
   * @param state its state
   */
  record Session(Jid account, AccountState state) implements FleetChange {}

  /**
   * A session came online on this node.
   *
   * @param account the account
   * @param resumed whether its stream continues; if not, it is a new one
   * @param taken whether another node, or a former session of this one, held the stream before
   */
  record Bound(Jid account, boolean resumed, boolean taken) implements FleetChange {}

  /**
   * This node must not act for an account any more, as another one does: its connection was cut.
   *
   * @param account the account
   */
  record Fenced(Jid account) implements FleetChange {}

  /**
   * A node is a member, and can hold sessions.
   *
   * @param node the node, as {@code host:port}
   */
  record NodeUp(String node) implements FleetChange {}

  /**
   * A node does not answer. Nothing happens yet.
   *
   * @param node the node, as {@code host:port}
   */
  record NodeSilent(String node) implements FleetChange {}

  /**
   * A node is no member any more: it left, or was given up. Its sessions are taken up by others.
   *
   * @param node the node, as {@code host:port}
   */
  record NodeGone(String node) implements FleetChange {}
}
