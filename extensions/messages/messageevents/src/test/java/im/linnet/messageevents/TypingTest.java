package im.linnet.messageevents;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypingTest {

  private static final Jid ONE = Jid.of("one@example.com/x");
  private static final Jid TWO = Jid.of("two@example.com/x");
  private static final Jid THREE = Jid.of("three@example.com/x");

  private final Typing typing = new Typing(2);
  private final List<String> closed = new ArrayList<>();

  private Subscription timer(String name) {
    return () -> closed.add(name);
  }

  /** A timer that was already due when the contact went on typing does not end it. */
  @Test
  void a_later_notice_prolongs_the_turn() {
    assertThat(typing.start(ONE, "first", timer("first"))).isNull();
    assertThat(typing.start(ONE, "second", timer("second"))).isNull();
    assertThat(closed).containsExactly("first");
    assertThat(typing.isTurn(ONE, "first")).isFalse();
    assertThat(typing.isTurn(ONE, "second")).isTrue();
    assertThat(typing.stop(ONE.bare())).isEqualTo(ONE);
    assertThat(closed).containsExactly("first", "second");
    assertThat(typing.isTurn(ONE, "second")).isFalse();
    assertThat(typing.stop(ONE)).isNull();
  }

  @Test
  void is_bounded() {
    typing.start(ONE, "1", timer("1"));
    typing.start(TWO, "2", timer("2"));
    assertThat(typing.start(THREE, "3", timer("3"))).isEqualTo(ONE);
    assertThat(typing.has(ONE)).isFalse();
    assertThat(typing.stopAll()).containsExactly(TWO, THREE);
    assertThat(closed).containsExactly("1", "2", "3");
    assertThat(typing.has(TWO)).isFalse();
  }

  @Test
  void knows_where_the_notice_came_from() {
    typing.start(ONE, "1", timer("1"));
    assertThat(typing.isFrom(ONE)).isTrue();
    assertThat(typing.isFrom(ONE.bare())).isTrue();
    assertThat(typing.isFrom(Jid.of("one@example.com/y"))).isFalse();
    assertThat(typing.isFrom(TWO)).isFalse();
  }
}
