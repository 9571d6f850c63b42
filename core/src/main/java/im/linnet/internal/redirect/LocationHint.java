package im.linnet.internal.redirect;

import im.linnet.failure.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * Where a server wants its stream to be resumed: the {@code location} of {@code <enabled/>}
 * (XEP-0198, sections 3 and 5). A hint only: what can't be followed is as if it were absent.
 */
public final class LocationHint {

  private LocationHint() {}

  /**
   * Reads a hint.
   *
   * @param value the attribute's value, or null
   * @param reach where the server may lead
   * @return where it points, or null if that is nowhere to go
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
