package im.linnet.testkit.messenger;

import java.util.Set;

/**
 * What the service does in a session.
 *
 * @param features what disco#info of the domain lists, besides the look-up
 * @param lookup the look-up of addresses
 * @param adding whether contacts can be added
 * @param otherRosterChange the answer to removing, renaming, regrouping
 * @param otherMessage the answer to messages that are not of type chat
 * @param ping whether XEP-0199 is answered with a result
 * @param chatStates whether XEP-0085 is passed on; taken out of messages otherwise
 */
public record Offer(
    Set<String> features,
    JidLookup lookup,
    boolean adding,
    Reaction otherRosterChange,
    Reaction otherMessage,
    boolean ping,
    boolean chatStates) {

  /** Copies the set. */
  public Offer {
    features = Set.copyOf(features);
  }

  /**
   * The same with another look-up.
   *
   * @param other the look-up
   * @return the changed copy
   */
  public Offer withLookup(JidLookup other) {
    return new Offer(features, other, adding, otherRosterChange, otherMessage, ping, chatStates);
  }

  /**
   * The same with another answer to roster changes.
   *
   * @param reaction the answer
   * @return the changed copy
   */
  public Offer withOtherRosterChange(Reaction reaction) {
    return new Offer(features, lookup, adding, reaction, otherMessage, ping, chatStates);
  }

  /**
   * The same with another answer to messages that are not of type chat.
   *
   * @param reaction the answer
   * @return the changed copy
   */
  public Offer withOtherMessage(Reaction reaction) {
    return new Offer(features, lookup, adding, otherRosterChange, reaction, ping, chatStates);
  }

  /**
   * The same with or without ping.
   *
   * @param answered whether a ping has a result
   * @return the changed copy
   */
  public Offer withPing(boolean answered) {
    return new Offer(
        features, lookup, adding, otherRosterChange, otherMessage, answered, chatStates);
  }
}
