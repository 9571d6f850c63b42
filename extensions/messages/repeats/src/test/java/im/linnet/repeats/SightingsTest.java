package im.linnet.repeats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SightingsTest {

  /**
   * Many more things than places, in few places of the table, so that they collide all the time.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 100, 1000})
  void remembers_exactly_the_last(int limit) {
    Sightings sightings = new Sightings(limit, 100);
    Map<Long, long[]> model = new LinkedHashMap<>();
    Random random = new Random(limit);
    int now = 0;
    for (int i = 0; i < 20_000; i++) {
      now += random.nextInt(1 + 400 / limit);
      int time = now;
      model.values().removeIf(seen -> time - seen[1] >= 100);
      long thing = (random.nextInt(2 * limit) * 3L) << (32 - random.nextInt(2));
      long look = random.nextInt(100) == 0 ? 8 : 7;
      assertThat(sightings.isRepeated(thing, look, now))
          .isEqualTo(repeats(model, thing, look, now, limit));
      assertThat(sightings.size()).isEqualTo(model.size());
    }
  }

  private static boolean repeats(
      Map<Long, long[]> model, long thing, long look, int now, int limit) {
    long[] seen = model.get(thing);
    if (seen == null) {
      if (model.size() == limit) {
        model.remove(model.keySet().iterator().next());
      }
      model.put(thing, new long[] {look, now});
      return false;
    }
    if (seen[0] != look) {
      seen[0] = 0;
    }
    return seen[0] == look;
  }

  @Test
  void grows_as_it_fills() {
    Sightings sightings = new Sightings(Sightings.MAX, 100);
    for (int i = 1; i <= 2 * Sightings.MAX; i++) {
      assertThat(sightings.isRepeated((long) i << 32, 1, 0)).isFalse();
      assertThat(sightings.size()).isEqualTo(Math.min(i, Sightings.MAX));
    }
  }
}
