package im.linnet.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.endpoint.Endpoint;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The order of RFC 2782. */
@Tag("N04")
class ServiceTest {

  private static final int ROUNDS = 20_000;

  private static Service service(int priority, int weight, String host) {
    return new Service(priority, weight, Endpoint.startTls(host, 5222));
  }

  private static int[] wins(List<Service> services) {
    Random random = new Random(20260101);
    int[] wins = new int[services.size()];
    for (int i = 0; i < ROUNDS; i++) {
      Endpoint first = Service.inOrder(services, random).get(0).get(0);
      for (int s = 0; s < wins.length; s++) {
        wins[s] += services.get(s).endpoint().equals(first) ? 1 : 0;
      }
    }
    return wins;
  }

  private static double chiSquared(int[] seen, double... shares) {
    double sum = 0;
    for (int i = 0; i < seen.length; i++) {
      double expected = shares[i] * ROUNDS;
      sum += (seen[i] - expected) * (seen[i] - expected) / expected;
    }
    return sum;
  }

  @Test
  void draws_by_weight() {
    int[] wins = wins(List.of(service(1, 10, "a"), service(1, 30, "b"), service(1, 60, "c")));

    // The number is drawn from 0 to the sum, both inclusive (RFC 2782), so the first record has one
    // chance more. Chi-squared with two degrees of freedom exceeds 13.8 once in a thousand runs.
    assertThat(chiSquared(wins, 11 / 101.0, 30 / 101.0, 60 / 101.0)).isLessThan(13.8);
  }

  @Test
  void gives_weight_0_a_very_small_chance() {
    int[] wins = wins(List.of(service(1, 0, "a"), service(1, 99, "b")));

    assertThat(chiSquared(wins, 0.01, 0.99)).isLessThan(10.8);
  }

  @Test
  void spreads_equals_that_all_weigh_0_evenly() {
    int[] wins = wins(List.of(service(1, 0, "a"), service(1, 0, "b"), service(1, 0, "c")));

    assertThat(chiSquared(wins, 1 / 3.0, 1 / 3.0, 1 / 3.0)).isLessThan(13.8);
  }

  @Test
  void never_lets_weight_outdo_priority_and_loses_none() {
    List<Service> services =
        List.of(
            service(2, 65535, "d"),
            service(1, 0, "b"),
            service(0, 0, "a"),
            service(1, 65535, "c"),
            service(65535, 65535, "e"));

    for (int seed = 0; seed < 100; seed++) {
      List<String> order =
          Service.inOrder(services, new Random(seed)).stream()
              .flatMap(List::stream)
              .map(Endpoint::host)
              .toList();
      assertThat(order).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
      assertThat(order.get(0)).isEqualTo("a");
      assertThat(order.subList(3, 5)).containsExactly("d", "e");
    }
  }
}
