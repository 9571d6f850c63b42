package im.linnet.rostersync;

import im.linnet.stanza.Presence;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One stanza that a suggestion needs. */
sealed interface Step {

  /**
   * Sends a subscription presence to the contact.
   *
   * @param type its type
   */
  record Say(Presence.Type type) implements Step {}

  /**
   * Sets the contact's roster item.
   *
   * @param name its name, or null for none
   * @param groups its groups
   */
  record Put(@Nullable String name, Set<String> groups) implements Step {}

  /** Removes the contact's roster item; the server ends its subscriptions. */
  record Remove() implements Step {}
}
