package im.linnet.testkit.messenger;

import org.jspecify.annotations.Nullable;

/**
 * Which vCards are shown, and how other requests for one are answered.
 *
 * @param own whether users can read their own card
 * @param hidden the error condition for the card of somebody who is not, or not yet, a contact;
 *     null for an empty card
 * @param change the answer to setting a card, which was not supported
 */
public record CardRule(boolean own, @Nullable String hidden, Reaction change) {

  /** {@return the likeliest behaviour, for lack of a trace: item-not-found and not implemented} */
  public static CardRule assumed() {
    return new CardRule(true, "item-not-found", Reaction.error("feature-not-implemented"));
  }

  /**
   * Returns a copy with another answer for cards that are not shown.
   *
   * @param condition the error condition, or null for an empty card
   * @return the changed copy
   */
  public CardRule withHidden(@Nullable String condition) {
    return new CardRule(own, condition, change);
  }

  /**
   * Returns a copy with or without access to the user's own card.
   *
   * @param shown whether it can be read
   * @return the changed copy
   */
  public CardRule withOwn(boolean shown) {
    return new CardRule(shown, hidden, change);
  }

  /**
   * Returns a copy with another answer to setting a card.
   *
   * @param reaction the answer
   * @return the changed copy
   */
  public CardRule withChange(Reaction reaction) {
    return new CardRule(own, hidden, reaction);
  }
}
