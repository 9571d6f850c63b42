package im.linnet.jid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JidCacheTest {

  @Test
  void gives_the_same_object_for_a_text_seen_before() {
    JidCache cache = new JidCache(16);
    Jid first = cache.of("a@h/r");
    assertThat(cache.of(new String("a@h/r".toCharArray()))).isSameAs(first);
  }

  @Test
  void parses_as_jid_does() {
    JidCache cache = new JidCache(1);
    for (String text : new String[] {"a@h", "A@h", "a@h", "b@h", "A@H.", "a@h", "h/A"}) {
      assertThat(cache.of(text)).isEqualTo(Jid.of(text));
    }
    assertThatExceptionOfType(InvalidJidException.class).isThrownBy(() -> cache.of("@h"));
  }

  /** "Aa" and "BB" have the same hash. */
  @Test
  void keeps_apart_what_falls_into_one_place() {
    JidCache cache = new JidCache(64);
    assertThat(cache.of("h/Aa")).hasToString("h/Aa");
    assertThat(cache.of("h/BB")).hasToString("h/BB");
    assertThat(cache.of("h/Aa")).hasToString("h/Aa");
  }

  @Test
  void forgets_an_address_whose_place_is_taken_and_never_keeps_a_long_one() {
    JidCache cache = new JidCache(1);
    Jid first = cache.of("a@h");
    cache.of("b@h");
    assertThat(cache.of("a@h")).isNotSameAs(first);
    String text = "h/" + "x".repeat(300);
    assertThat(cache.of(text)).isNotSameAs(cache.of(text)).isEqualTo(cache.of(text));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65_537, Integer.MAX_VALUE})
  void refuses_a_capacity_out_of_bounds(int capacity) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JidCache(capacity))
        .withMessage("capacity: " + capacity + " (expected: 1 to 65536)");
  }
}
