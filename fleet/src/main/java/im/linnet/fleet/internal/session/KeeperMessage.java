package im.linnet.fleet.internal.session;

/** What sessions tell the keeper of their node. */
public sealed interface KeeperMessage {

  /**
   * The sender holds an account.
   *
   * @param account the bare address
   */
  record Joined(String account) implements KeeperMessage {}

  /**
   * The sender does not hold it any more.
   *
   * @param account the bare address
   */
  record Left(String account) implements KeeperMessage {}
}
