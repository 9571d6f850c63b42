package im.linnet.internal.connect;

import im.linnet.endpoint.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A usable SRV record (RFC 2782).
 *
 * @param priority the lower, the sooner
 * @param weight the share among equals in priority
 * @param endpoint the place
 */
record Service(int priority, int weight, Endpoint endpoint) {

  /**
   * The order in which services are to be tried: by priority, and by weighted lot among equals.
   *
   * <p>RFC 2782 leaves the order of records that all weigh 0 open; the lot spreads them evenly.
   */
  static List<Endpoint> inOrder(List<Service> services, RandomGenerator random) {
    List<Service> left = new ArrayList<>(services);
    left.sort(Comparator.comparingInt(Service::priority).thenComparingInt(Service::weight));
    List<Endpoint> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      int equals = 1;
      while (equals < left.size() && left.get(equals).priority == left.get(0).priority) {
        equals++;
      }
      ordered.add(left.remove(lot(left.subList(0, equals), random)).endpoint);
    }
    return ordered;
  }

  /** The lot of RFC 2782, “Weight”: those that weigh 0 stand first and win a draw of 0 only. */
  private static int lot(List<Service> equals, RandomGenerator random) {
    int sum = equals.stream().mapToInt(Service::weight).sum();
    if (sum == 0) {
      return random.nextInt(equals.size());
    }
    int draw = random.nextInt(sum + 1);
    int index = 0;
    for (int running = equals.get(0).weight; running < draw; index++) {
      running += equals.get(index + 1).weight;
    }
    return index;
  }
}
