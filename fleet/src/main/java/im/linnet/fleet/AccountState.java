package im.linnet.fleet;

import org.jspecify.annotations.Nullable;

/** Where an account's session is, and what it does. */
public sealed interface AccountState {

  /** No node holds a session. */
  record Absent() implements AccountState {}

  /**
   * A node prepares a session or connects, or waits for its turn to do so.
   *
   * @param node the node, as {@code host:port}
   */
  record Connecting(String node) implements AccountState {}

  /**
   * Stanzas can be sent.
   *
   * @param node the node, as {@code host:port}
   */
  record Online(String node) implements AccountState {}

  /**
   * The connection is lost; the node makes another one.
   *
   * @param node the node, as {@code host:port}
   * @param cause why, without secrets
   */
  record Interrupted(String node, String cause) implements AccountState {}

  /**
   * A retry would not help, such as when credentials are wrong. It is tried all the same when the
   * accounts are read the next time.
   *
   * @param node the node, as {@code host:port}
   * @param cause why, without secrets
   */
  record Failed(String node, String cause) implements AccountState {}

  /**
   * The session leaves its node for another.
   *
   * @param node the node that it leaves, as {@code host:port}
   */
  record Leaving(String node) implements AccountState {}

  /** {@return the node that holds the session, or null} */
  default @Nullable String heldBy() {
    if (this instanceof Connecting connecting) {
      return connecting.node();
    }
    if (this instanceof Online online) {
      return online.node();
    }
    if (this instanceof Interrupted interrupted) {
      return interrupted.node();
    }
    if (this instanceof Failed failed) {
      return failed.node();
    }
    return this instanceof Leaving leaving ? leaving.node() : null;
  }
}
