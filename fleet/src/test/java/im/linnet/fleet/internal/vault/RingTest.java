package im.linnet.fleet.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.fleet.internal.vault.Ring.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingTest {

  private static final Place A = new Place("10.0.0.1:7001", 1, "");
  private static final Place B = new Place("10.0.0.2:7001", 2, "");
  private static final Place C = new Place("10.0.0.3:7001", 3, "");

  @Test
  void each_node_has_the_next_one_and_the_last_has_the_first() {
    List<Place> all = List.of(C, A, B);
    assertThat(Ring.next(A, all)).isEqualTo(B);
    assertThat(Ring.next(B, all)).isEqualTo(C);
    assertThat(Ring.next(C, all)).isEqualTo(A);
  }

  @Test
  void a_node_that_is_alone_has_none() {
    assertThat(Ring.next(A, List.of(A))).isNull();
    assertThat(Ring.next(A, List.of())).isNull();
  }

  @Test
  void a_node_that_is_not_among_the_members_has_one_too() {
    assertThat(Ring.next(B, List.of(A, C))).isEqualTo(C);
  }

  @Test
  void copies_go_to_another_zone_if_there_is_one() {
    Place a1 = new Place("10.0.0.1:7001", 1, "zone-a");
    Place a2 = new Place("10.0.0.2:7001", 2, "zone-a");
    Place b1 = new Place("10.0.0.3:7001", 3, "zone-b");
    Place b2 = new Place("10.0.0.4:7001", 4, "zone-b");
    List<Place> all = List.of(a1, a2, b1, b2);
    assertThat(Ring.next(a1, all)).isEqualTo(b1);
    assertThat(Ring.next(a2, all)).isEqualTo(b1);
    assertThat(Ring.next(b2, all)).isEqualTo(a1);
    assertThat(Ring.next(a1, List.of(a1, a2))).isEqualTo(a2);
  }

  @Test
  void a_node_that_started_anew_is_another_one() {
    Place again = new Place(B.address(), 22, "");
    assertThat(Ring.next(A, List.of(A, again, C))).isEqualTo(again).isNotEqualTo(B);
  }
}
