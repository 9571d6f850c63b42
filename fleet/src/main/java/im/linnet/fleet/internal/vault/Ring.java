package im.linnet.fleet.internal.vault;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which node keeps the copies of which. */
public final class Ring {

  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::address).thenComparing(Place::uid);

  private Ring() {}

  /**
   * A node's place.
   *
   * @param address as {@code host:port}
   * @param uid differs between two starts of a node
   * @param zone nodes of one zone may be lost together; empty if there are no zones
   */
  public record Place(String address, long uid, String zone) {}

  /**
   * The node after one's own, in another zone if there is one.
   *
   * @param self the own place
   * @param members the places of all members, in any order
   * @return the next one; null if there is no other
   */
  public static @Nullable Place next(Place self, Collection<Place> members) {
    List<Place> others =
        members.stream().filter(member -> !member.equals(self)).sorted(ORDER).toList();
    List<Place> away =
        others.stream().filter(member -> !member.zone().equals(self.zone())).toList();
    List<Place> choice = away.isEmpty() ? others : away;
    for (Place member : choice) {
      if (ORDER.compare(member, self) > 0) {
        return member;
      }
    }
    return choice.isEmpty() ? null : choice.get(0);
  }
}
