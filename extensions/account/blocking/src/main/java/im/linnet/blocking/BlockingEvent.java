package im.linnet.blocking;

import im.linnet.jid.Jid;

/**
 * A change of the block list. The changes together lead from the empty list to {@link
 * Blocking#blocked()}, so a list that applies them is complete.
 */
public sealed interface BlockingEvent {

  /** {@return the entry of the list, which may be a full address, a bare one or a domain} */
  Jid jid();

  /**
   * An address is blocked from now on.
   *
   * @param jid the entry
   */
  record Blocked(Jid jid) implements BlockingEvent {}

  /**
   * An address is no longer blocked.
   *
   * @param jid the entry
   */
  record Unblocked(Jid jid) implements BlockingEvent {}
}
