package im.linnet.roster;

import im.linnet.stanza.StanzaError;

/**
 * A difference between the roster as the client knew it and as it is now, or what came of a request
 * to see a contact's presence. The events together lead from the empty roster to {@link
 * Roster#contacts()}, so a list that follows them is complete.
 */
public sealed interface RosterEvent {

  /** {@return the contact as it is now; for one that was removed, as it was} */
  Contact contact();

  /**
   * A contact is on the roster that was not.
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
   * A contact is no longer on the roster.
   *
   * @param contact the contact as it was
   */
  record Removed(Contact contact) implements RosterEvent {}

  /**
   * A request to see the contact's presence came back: it did not reach the contact (RFC 6121,
   * section 3.1.2). The roster is as it was; most servers still have the request on it ({@link
   * Contact#asked()}). That a contact says no is a change of the roster instead.
   *
   * @param contact the contact; if it is not on the roster, nothing but its address
   * @param error why
   */
  record SubscriptionFailed(Contact contact, StanzaError error) implements RosterEvent {}
}
