package im.linnet.xml;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A search by words finds the same as a loop over bytes. */
final class WordsTest {

  private final Random random = new Random(8);

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      int kind = random.nextInt(60);
      bytes[i] =
          (byte) (kind == 0 ? random.nextInt(256) : kind == 1 ? '<' : 'a' + random.nextInt(26));
    }
    return bytes;
  }

  private static int slowPlainEnd(byte[] bytes, int from, int stop, String special) {
    int i = from;
    while (i < stop && bytes[i] >= ' ' && special.indexOf(bytes[i]) < 0) {
      i++;
    }
    return i;
  }

  @Test
  void plain_bytes_end_where_a_slow_loop_ends_or_too_near_to_the_end_to_tell() {
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = bytes(random.nextInt(80));
      int from = random.nextInt(bytes.length + 1);
      int stop = from + random.nextInt(bytes.length - from + 1);
      check(bytes, Words.valueEnd(bytes, from, stop), slowPlainEnd(bytes, from, stop, "<&'\""));
      check(bytes, Words.textEnd(bytes, from, stop), slowPlainEnd(bytes, from, stop, "<&]"));
    }
  }

  private static void check(byte[] bytes, int found, int expected) {
    if (found > bytes.length - Words.BYTES) {
      assertThat(found).isLessThanOrEqualTo(expected);
    } else {
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void each_byte_value_is_found_in_each_place() {
    for (int value = 0; value < 256; value++) {
      for (int place = 0; place < Words.BYTES; place++) {
        byte[] bytes = "abcdefgh".getBytes(US_ASCII);
        bytes[place] = (byte) value;
        boolean plain = value >= ' ' && value < 0x80 && "<&'\"".indexOf(value) < 0;
        assertThat(Words.valueEnd(bytes, 0, 8)).isEqualTo(plain ? 8 : place);
        if (value < 'a' || value > 'h') {
          assertThat(Words.before(Words.at(bytes, 0), value)).isEqualTo(place);
        }
      }
    }
  }

  @Test
  void parts_of_arrays_are_the_same_if_all_their_bytes_are() {
    for (int round = 0; round < 20_000; round++) {
      byte[] one = bytes(random.nextInt(60));
      int from = random.nextInt(one.length + 1);
      int length = random.nextInt(one.length - from + 1);
      byte[] other = bytes(random.nextInt(20) + length);
      int at = random.nextInt(other.length - length + 1);
      System.arraycopy(one, from, other, at, length);
      assertThat(Words.same(one, from, other, at, length)).isTrue();
      if (length > 0) {
        other[at + random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
        assertThat(Words.same(one, from, other, at, length)).isFalse();
      }
    }
  }

  @Test
  void a_short_name_has_one_hash_however_it_is_read() {
    for (int length = 1; length <= Name.TWO_WORDS; length++) {
      byte[] bytes = bytes(length + 20);
      long first = Words.at(bytes, 0, Math.min(length, Words.BYTES));
      long second = length <= Words.BYTES ? 0 : Words.at(bytes, Words.BYTES, length - Words.BYTES);
      assertThat(Words.hash(first, second, length)).isEqualTo(Words.hash(bytes, 0, length));
    }
  }
}
