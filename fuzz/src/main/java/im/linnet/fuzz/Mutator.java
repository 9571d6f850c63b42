package im.linnet.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Changes inputs at random, the same way for the same seed: bytes, words, numbers, whole lines, and
 * pieces of other inputs.
 */
final class Mutator {

  private static final int LONGEST = 16 * 1024;

  private final Random random;
  private final List<byte[]> seeds;
  private final List<byte[]> words;

  /** A mutator that combines some inputs, and inserts words. */
  Mutator(Random random, List<byte[]> seeds, List<String> words) {
    this.random = random;
    this.seeds = seeds;
    this.words = words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** Another input. */
  byte[] next() {
    byte[] input = one(seeds);
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      input = changed(input);
    }
    return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
  }

  private byte[] changed(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int stop = Math.min(input.length, at + 1 + random.nextInt(8));
    return switch (random.nextInt(12)) {
      case 0 -> spliced(input, at, stop, new byte[0]);
      case 1 -> spliced(input, at, Math.min(at + 1, input.length), someByte());
      case 2 -> spliced(input, at, at, someByte());
      case 3 -> spliced(input, at, at, Arrays.copyOfRange(input, at, stop));
      case 4 -> Arrays.copyOf(input, at);
      case 5, 6 -> spliced(input, at, at, one(words));
      case 7 -> spliced(input, at, stop, one(words));
      case 8 -> piece(input, at);
      default -> line(input);
    };
  }

  private byte[] someByte() {
    return new byte[] {(byte) random.nextInt(256)};
  }

  /** With a piece of another input. */
  private byte[] piece(byte[] input, int at) {
    byte[] other = one(seeds);
    int from = random.nextInt(other.length + 1);
    int to = Math.min(other.length, from + random.nextInt(200));
    int stop = random.nextBoolean() ? at : Math.min(input.length, at + random.nextInt(200));
    return spliced(input, at, stop, Arrays.copyOfRange(other, from, to));
  }

  /** With a line lost, repeated, moved, or from another input. */
  private byte[] line(byte[] input) {
    int from = lineStart(input, random.nextInt(input.length + 1));
    int to = lineEnd(input, from);
    byte[] line = Arrays.copyOfRange(input, from, to);
    byte[] other = one(seeds);
    int start = lineStart(other, random.nextInt(other.length + 1));
    byte[] foreign = Arrays.copyOfRange(other, start, lineEnd(other, start));
    return switch (random.nextInt(4)) {
      case 0 -> spliced(input, from, to, new byte[0]);
      case 1 -> spliced(input, from, from, line);
      case 2 -> spliced(input, from, from, foreign);
      default -> {
        byte[] without = spliced(input, from, to, new byte[0]);
        int place = lineStart(without, random.nextInt(without.length + 1));
        yield spliced(without, place, place, line);
      }
    };
  }

  private static int lineStart(byte[] input, int at) {
    int start = at;
    while (start > 0 && input[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  private static int lineEnd(byte[] input, int at) {
    int end = at;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    return Math.min(input.length, end + 1);
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] instead) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + instead.length);
    out.write(bytes, 0, from);
    out.writeBytes(instead);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }

  private byte[] one(List<byte[]> of) {
    return of.get(random.nextInt(of.size()));
  }
}
