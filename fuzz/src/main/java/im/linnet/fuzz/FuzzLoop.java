package im.linnet.fuzz;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs a target without any other tool: first its seeds, then changed ones, the same ones for the
 * same seed of the random numbers.
 */
final class FuzzLoop {

  private final Targets target;
  private final Watch watch = new Watch();

  FuzzLoop(Targets target) {
    this.target = target;
  }

  /**
   * Runs the seeds, then changed ones until a number or a time is reached, and at least one.
   *
   * @return how many inputs were run
   * @throws AssertionError for the first input for which something does not hold
   */
  long run(long random, long most, Duration limit) {
    Map<String, byte[]> seeds = Seeds.of(target);
    try (FuzzTarget each = target.create()) {
      seeds.forEach((name, input) -> run(each, "the seed “" + name + "”", input));
      Mutator mutator = new Mutator(new Random(random), List.copyOf(seeds.values()), Seeds.words());
      long end = System.nanoTime() + limit.toNanos();
      long done = 0;
      do {
        run(each, "input %d of %d".formatted(done, random), mutator.next());
        done++;
      } while (done < most && System.nanoTime() < end);
      return seeds.size() + done;
    }
  }

  private void run(FuzzTarget each, String name, byte[] input) {
    try {
      each.run(input);
      watch.check();
    } catch (Exception | Error failure) {
      throw new AssertionError(
          "%s, %s, in base64: %s"
              .formatted(target.text(), name, Base64.getEncoder().encodeToString(input)),
          failure);
    }
  }
}
