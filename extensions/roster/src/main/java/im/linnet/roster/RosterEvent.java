package im.linnet.roster;

/**
 * A difference between the roster as the client knew it and as it is now. The events together lead
 * from the empty roster to {@link Roster#contacts()}, so a list that follows them is complete.
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
}
