package im.linnet.internal.dns;

import im.linnet.endpoint.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * A usable SRV record (RFC 2782).
 *
 * @param priority lower values are tried first
 * @param weight the share among records of equal priority
 * @param endpoint the endpoint
 */
record Service(int priority, int weight, Endpoint endpoint) {

  /**
   * The order in which to try services: one group for each priority, each in weighted random order.
   *
   * <p>RFC 2782 leaves the order open if all records of a priority have weight 0; they are shuffled
   * evenly.
   */
  static List<List<Endpoint>> inOrder(List<Service> services, Random random) {
    TreeMap<Integer, List<Service>> byPriority = new TreeMap<>();
    for (Service service : services) {
      byPriority.computeIfAbsent(service.priority, none -> new ArrayList<>()).add(service);
    }
    List<List<Endpoint>> ordered = new ArrayList<>();
    byPriority.values().forEach(equals -> ordered.add(drawn(equals, random)));
    return ordered;
  }

  private static List<Endpoint> drawn(List<Service> equals, Random random) {
    List<Service> left = new ArrayList<>(equals);
    left.sort(Comparator.comparingInt(Service::weight));
    List<Endpoint> drawn = new ArrayList<>();
    while (!left.isEmpty()) {
      drawn.add(left.remove(lot(left, random)).endpoint);
    }
    return drawn;
  }

  /**
   * The selection of RFC 2782, “Weight”: records of weight 0 come first and win only if the number
   * drawn is 0.
   */
  private static int lot(List<Service> equals, Random random) {
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
