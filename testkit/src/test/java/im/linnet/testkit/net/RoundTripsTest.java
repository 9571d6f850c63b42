package im.linnet.testkit.net;

import static im.linnet.testkit.net.Direction.TO_CLIENT;
import static im.linnet.testkit.net.Direction.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripsTest {
  private final RoundTrips it = new RoundTrips();

  private void pass(Direction direction) {
    it.arrives(direction, it.sent(direction));
  }

  @Test
  void begin_with_the_connection() {
    assertThat(it.completed()).isEqualTo(1);
  }

  @Test
  void end_with_an_answer() {
    pass(TO_SERVER);
    assertThat(it.completed()).isEqualTo(1);
    pass(TO_CLIENT);
    assertThat(it.completed()).isEqualTo(2);
    pass(TO_SERVER);
    pass(TO_CLIENT);
    assertThat(it.completed()).isEqualTo(3);
  }

  @Test
  void are_shared_by_what_is_sent_ahead() {
    for (int i = 0; i < 5; i++) {
      pass(TO_SERVER);
    }
    for (int i = 0; i < 5; i++) {
      pass(TO_CLIENT);
    }
    assertThat(it.completed()).isEqualTo(2);
  }

  /** The client replies to each piece of an answer at once, not only to the last. */
  @Test
  void are_shared_by_the_pieces_of_an_answer_and_the_replies_to_them() {
    pass(TO_SERVER);
    int first = it.sent(TO_CLIENT);
    int second = it.sent(TO_CLIENT);
    it.arrives(TO_CLIENT, first);
    int reply = it.sent(TO_SERVER);
    it.arrives(TO_CLIENT, second);
    int another = it.sent(TO_SERVER);
    assertThat(another).isEqualTo(reply);
    it.arrives(TO_SERVER, reply);
    it.arrives(TO_SERVER, another);
    pass(TO_CLIENT);
    assertThat(it.completed()).isEqualTo(3);
  }

  /** An answer that was on its way answers nothing that had not arrived. */
  @Test
  void are_not_ended_by_what_was_under_way_before() {
    pass(TO_SERVER);
    int answer = it.sent(TO_CLIENT);
    int late = it.sent(TO_CLIENT);
    it.arrives(TO_CLIENT, answer);
    pass(TO_SERVER);
    it.arrives(TO_CLIENT, late);
    assertThat(it.completed()).isEqualTo(2);
  }

  @Test
  void are_none_where_the_server_speaks_first() {
    pass(TO_CLIENT);
    assertThat(it.completed()).isEqualTo(1);
  }
}
