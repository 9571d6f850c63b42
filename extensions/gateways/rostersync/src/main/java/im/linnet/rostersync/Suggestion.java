package im.linnet.rostersync;

import im.linnet.jid.Jid;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's suggestion for one contact.
 *
 * @param gateway the gateway's domain
 * @param contact the contact's bare address, at this domain
 * @param wanted what is suggested
 * @param name the contact's name, cleaned for display, or null for no change
 * @param groups the contact's groups, cleaned for display; empty for no change
 * @param asks whether it came with the contact's subscription request, which the server repeats at
 *     each sign-in until it is answered
 */
public record Suggestion(
    Jid gateway,
    Jid contact,
    Wanted wanted,
    @Nullable String name,
    Set<String> groups,
    boolean asks) {

  private static final int OBJECTS = 256;

  /** Keeps an unchangeable copy of the groups, in their order. */
  public Suggestion {
    groups = Collections.unmodifiableSet(new LinkedHashSet<>(groups));
  }

  /** About how many characters it takes. */
  long weight() {
    int text = contact.toString().length() + (name == null ? 0 : name.length());
    return OBJECTS + text + groups.stream().mapToLong(String::length).sum();
  }
}
