package im.linnet.roster;

import im.linnet.stanza.StanzaError;

/**
 * A change of the roster, or the failure of a subscription request. The changes together lead from
 * the empty roster to {@link Roster#contacts()}, so a list that applies them is complete.
 */
public sealed interface RosterEvent {

  /** {@return the contact as it is now; for one that was removed, as it was} */
  Contact contact();

  /**
   * A contact was added to the roster.
   *
   * @param contact the contact
   */
  record Added(Contact contact) implements RosterEvent {}

  /**
   * A contact has another name, other groups or another subscription.
   *
   * @param before the contact as it was
   * @param contact the contact as it is
   */
  record Changed(Contact before, Contact contact) implements RosterEvent {}

  /**
   * A contact was removed from the roster.
   *
   * @param contact the contact as it was
   */
  record Removed(Contact contact) implements RosterEvent {}

  /**
   * A request to see the contact's presence came back: it did not reach the contact (RFC 6121,
   * section 3.1.2). The roster is unchanged; on most servers it still shows the request ({@link
   * Contact#asked()}). A refusal by the contact is a {@link Changed} event instead.
   *
   * @param contact the contact; if it is not on the roster, only with its address
   * @param error the reason
   */
  record SubscriptionFailed(Contact contact, StanzaError error) implements RosterEvent {}
}
