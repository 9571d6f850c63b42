package im.linnet.testkit.messenger;

import java.util.Set;

/**
 * The features of the service in a session.
 *
 * @param features the features in the domain's disco#info, besides the look-up
 * @param lookup the look-up of addresses
 * @param adding whether contacts can be added
 * @param otherRosterChange the answer to removing, renaming, regrouping
 * @param otherMessage the answer to messages that are not of type chat
 * @param ping whether XEP-0199 is answered with a result
 * @param chatStates whether XEP-0085 is passed on; otherwise it is removed from messages
 * @param nicks whether invitations carry the display name (XEP-0172)
 * @param probe the answer to presence probes
 * @param cards vCards
 * @param history the archive of chats
 */
public record Offer(
    Set<String> features,
    JidLookup lookup,
    boolean adding,
    Reaction otherRosterChange,
    Reaction otherMessage,
    boolean ping,
    boolean chatStates,
    boolean nicks,
    Reaction probe,
    CardRule cards,
    HistoryRule history) {

  /** Copies the set. */
  public Offer {
    features = Set.copyOf(features);
  }

  /**
   * Returns a copy with another look-up.
   *
   * @param other the look-up
   * @return the changed copy
   */
  public Offer withLookup(JidLookup other) {
    return new Offer(
        features,
        other,
        adding,
        otherRosterChange,
        otherMessage,
        ping,
        chatStates,
        nicks,
        probe,
        cards,
        history);
  }

  /**
   * Returns a copy with another answer to roster changes.
   *
   * @param reaction the answer
   * @return the changed copy
   */
  public Offer withOtherRosterChange(Reaction reaction) {
    return new Offer(
        features,
        lookup,
        adding,
        reaction,
        otherMessage,
        ping,
        chatStates,
        nicks,
        probe,
        cards,
        history);
  }

  /**
   * Returns a copy with another answer to messages that are not of type chat.
   *
   * @param reaction the answer
   * @return the changed copy
   */
  public Offer withOtherMessage(Reaction reaction) {
    return new Offer(
        features,
        lookup,
        adding,
        otherRosterChange,
        reaction,
        ping,
        chatStates,
        nicks,
        probe,
        cards,
        history);
  }

  /**
   * Returns a copy with or without ping.
   *
   * @param answered whether a ping is answered with a result
   * @return the changed copy
   */
  public Offer withPing(boolean answered) {
    return new Offer(
        features,
        lookup,
        adding,
        otherRosterChange,
        otherMessage,
        answered,
        chatStates,
        nicks,
        probe,
        cards,
        history);
  }

  /**
   * Returns a copy with or without display names in invitations.
   *
   * @param given whether invitations have one
   * @return the changed copy
   */
  public Offer withNicks(boolean given) {
    return new Offer(
        features,
        lookup,
        adding,
        otherRosterChange,
        otherMessage,
        ping,
        chatStates,
        given,
        probe,
        cards,
        history);
  }

  /**
   * Returns a copy with another answer to presence probes.
   *
   * @param reaction the answer
   * @return the changed copy
   */
  public Offer withProbe(Reaction reaction) {
    return new Offer(
        features,
        lookup,
        adding,
        otherRosterChange,
        otherMessage,
        ping,
        chatStates,
        nicks,
        reaction,
        cards,
        history);
  }

  /**
   * Returns a copy with another rule for vCards.
   *
   * @param other the rule
   * @return the changed copy
   */
  public Offer withCards(CardRule other) {
    return new Offer(
        features,
        lookup,
        adding,
        otherRosterChange,
        otherMessage,
        ping,
        chatStates,
        nicks,
        probe,
        other,
        history);
  }

  /**
   * Returns a copy with another archive.
   *
   * @param other the rule
   * @return the changed copy
   */
  public Offer withHistory(HistoryRule other) {
    return new Offer(
        features,
        lookup,
        adding,
        otherRosterChange,
        otherMessage,
        ping,
        chatStates,
        nicks,
        probe,
        cards,
        other);
  }
}
