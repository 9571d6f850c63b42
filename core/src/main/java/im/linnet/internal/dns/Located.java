package im.linnet.internal.dns;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints where a service may be.
 *
 * @param groups the endpoints in the order in which to try them; those in a group are equally good
 * @param doubt why there may be other endpoints that could not be looked up, or null
 */
public record Located(List<List<Endpoint>> groups, @Nullable TransportException doubt) {

  /** More endpoints are not worth trying, and the list comes from outside. */
  static final int MAX = 32;

  /** Makes unmodifiable copies. */
  public Located {
    groups = groups.stream().map(List::copyOf).toList();
  }

  /** Endpoints without doubt. */
  public static Located of(List<Endpoint> places) {
    return new Located(List.of(places), null);
  }

  /**
   * The endpoints in one list.
   *
   * @param last which of them come last within their group
   * @return at most {@link #MAX}
   */
  public List<Endpoint> inOrder(Predicate<Endpoint> last) {
    List<Endpoint> ordered = new ArrayList<>();
    for (List<Endpoint> equals : groups) {
      equals.stream().filter(last.negate()).forEach(ordered::add);
      equals.stream().filter(last).forEach(ordered::add);
    }
    return List.copyOf(ordered.subList(0, Math.min(ordered.size(), MAX)));
  }
}
