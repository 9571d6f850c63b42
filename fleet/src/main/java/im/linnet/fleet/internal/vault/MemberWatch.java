package im.linnet.fleet.internal.vault;

import im.linnet.fleet.internal.vault.Ring.Place;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;

/** The members of the cluster, as this node sees them. */
public final class MemberWatch {

  /** Before the name of a zone in a member's role. */
  public static final String ZONE = "zone-";

  private final Cluster cluster;

  /**
   * Watches a cluster.
   *
   * @param cluster the cluster
   */
  public MemberWatch(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * An address as told to programs.
   *
   * @param address the address
   * @return {@code host:port}
   */
  public static String name(Address address) {
    return address.getHost().orElse("?") + ":" + address.getPort().orElse(0);
  }

  /**
   * A member's place in the ring.
   *
   * @param member the member
   * @return its place
   */
  public static Place place(Member member) {
    String zone =
        member.getRoles().stream().filter(role -> role.startsWith(ZONE)).findAny().orElse("");
    return new Place(name(member.address()), member.uniqueAddress().longUid(), zone);
  }

  /** {@return this node} */
  public Place self() {
    return place(cluster.selfMember());
  }

  /** {@return the members that hold sessions and copies, this node included if it does} */
  public List<Place> up() {
    return with(List.of(MemberStatus.up()));
  }

  /** {@return the members that may know of a stream: those that are up, and those that leave} */
  public List<Place> knowing() {
    return with(List.of(MemberStatus.up(), MemberStatus.leaving(), MemberStatus.exiting()));
  }

  /** {@return the members that do not answer, as {@code host:port}} */
  public List<String> silent() {
    List<String> names = new ArrayList<>();
    cluster.state().getUnreachable().forEach(member -> names.add(name(member.address())));
    return names;
  }

  /** {@return whether this node is a member that may act} */
  public boolean acting() {
    return !cluster.isTerminated() && acts(cluster.selfMember().status());
  }

  private static boolean acts(MemberStatus status) {
    return status != MemberStatus.down() && status != MemberStatus.removed();
  }

  private List<Place> with(List<MemberStatus> statuses) {
    List<Place> places = new ArrayList<>();
    cluster
        .state()
        .getMembers()
        .forEach(
            member -> {
              if (statuses.contains(member.status())) {
                places.add(place(member));
              }
            });
    return places;
  }
}
