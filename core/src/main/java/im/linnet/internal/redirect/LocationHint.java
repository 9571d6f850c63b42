package im.linnet.internal.redirect;

import im.linnet.failure.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * Where a server wants its stream to be resumed: the {@code location} of {@code <enabled/>}
 * (XEP-0198, sections 3 and 5). Only a hint: one that can't be followed is ignored.
 */
public final class LocationHint {

  private LocationHint() {}

  /**
   * Reads a hint.
   *
   * @param value the attribute's value, or null
   * @param reach which addresses are allowed
   * @return the target, or null if the hint can't be followed
   */
  public static @Nullable RedirectTarget read(@Nullable String value, Reach reach) {
    if (value == null) {
      return null;
    }
    try {
      RedirectTarget target = RedirectTarget.parse(value);
      reach.check(target.host());
      return target;
    } catch (TransportException notToBeFollowed) {
      return null;
    }
  }
}
