package im.linnet.testkit.messenger;

import org.jspecify.annotations.Nullable;

/**
 * Whose vCards are shown, and what else a request for one gets.
 *
 * @param own whether users can read their own card
 * @param hidden the error condition for the card of somebody who is no contact or not yet one; null
 *     for an empty card
 * @param change the answer to setting a card, which was not supported
 */
public record CardRule(boolean own, @Nullable String hidden, Reaction change) {

  /** {@return the likeliest behaviour, as there is no trace: item-not-found and not implemented} */
  public static CardRule assumed() {
    return new CardRule(true, "item-not-found", Reaction.error("feature-not-implemented"));
  }

  /**
   * The same with another answer for cards that are not shown.
   *
   * @param condition the error condition, or null for an empty card
   * @return the changed copy
   */
  public CardRule withHidden(@Nullable String condition) {
    return new CardRule(own, condition, change);
  }

  /**
   * The same with or without the user's own card.
   *
   * @param shown whether it can be read
   * @return the changed copy
   */
  public CardRule withOwn(boolean shown) {
    return new CardRule(shown, hidden, change);
  }

  /**
   * The same with another answer to setting a card.
   *
   * @param reaction the answer
   * @return the changed copy
   */
  public CardRule withChange(Reaction reaction) {
    return new CardRule(own, hidden, reaction);
  }
}
