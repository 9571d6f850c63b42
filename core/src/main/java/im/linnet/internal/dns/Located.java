package im.linnet.internal.dns;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The places where a service may be.
 *
 * @param groups the places in the order in which to try them; those of a group are equally good
 * @param doubt why there may be other places that could not be looked up, or null
 */
public record Located(List<List<Endpoint>> groups, @Nullable TransportException doubt) {

  /** More places are not worth anybody's time, and the list comes from outside. */
  static final int MAX = 32;

  /** Keeps unchangeable copies. */
  public Located {
    groups = groups.stream().map(List::copyOf).toList();
  }

  /** Places that are certain. */
  public static Located of(List<Endpoint> places) {
    return new Located(List.of(places), null);
  }

  /**
   * The places in one list.
   *
   * @param last which of them come last among their equals
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
