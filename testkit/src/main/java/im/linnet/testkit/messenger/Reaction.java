package im.linnet.testkit.messenger;

import org.jspecify.annotations.Nullable;

/**
 * The answer to something unsupported.
 *
 * @param condition the stanza error's condition (RFC 6120, section 8.3.3), or null for no answer
 */
public record Reaction(@Nullable String condition) {

  /**
   * Answers with an error of type cancel.
   *
   * @param condition such as {@code service-unavailable}
   * @return the reaction
   */
  public static Reaction error(String condition) {
    return new Reaction(condition);
  }

  /** {@return no answer at all} */
  public static Reaction silence() {
    return new Reaction(null);
  }
}
