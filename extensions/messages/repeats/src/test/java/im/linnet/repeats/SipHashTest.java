package im.linnet.repeats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipHashTest {

  private static final long KEY_0 = 0x0706050403020100L;
  private static final long KEY_1 = 0x0f0e0d0c0b0a0908L;

  /** Of the reference implementation: the bytes 0, 1, 2 and so on, none of them to fifteen. */
  private static final List<Long> VECTORS =
      List.of(
          0x726fdb47dd0e0e31L,
          0x74f839c593dc67fdL,
          0x0d6c8009d9a94f5aL,
          0x85676696d7fb7e2dL,
          0xcf2794e0277187b7L,
          0x18765564cd99a68dL,
          0xcbc9466e58fee3ceL,
          0xab0200f58b01d137L,
          0x93f5f5799a932462L,
          0x9e0082df0ba9e4b0L,
          0x7a5dbbc594ddb9f3L,
          0xf4b32f46226bada7L,
          0x751e8fbc860ee5fbL,
          0x14ea5627c0843d90L,
          0xf723ca908e7af2eeL,
          0xa129ca6149be45e5L);

  static Stream<Arguments> vectors() {
    return IntStream.range(0, VECTORS.size()).mapToObj(n -> Arguments.of(n, VECTORS.get(n)));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void gives_the_numbers_of_the_reference_implementation(int length, long expected) {
    SipHash hash = new SipHash(KEY_0, KEY_1);
    hash.start();
    int words = length / 8;
    for (int i = 0; i < words; i++) {
      hash.add(littleEndian(8 * i, 8 * i + 8));
    }
    long last = littleEndian(8 * words, length) | (long) length << 56;
    assertThat(hash.end(last)).isEqualTo(expected);
  }

  private static long littleEndian(int from, int to) {
    return LongStream.range(from, to).reduce(0, (word, b) -> word | b << (8 * (b - from)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 127, 128, 129, 131, 132, 1000})
  void reads_a_text_as_words_of_four_chars(int length) {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, length).forEach(i -> text.append((char) (i * 257 + 1)));
    SipHash quick = new SipHash(KEY_0, KEY_1);
    quick.add(text.toString());
    SipHash slow = new SipHash(KEY_0, KEY_1);
    for (int i = 0; i < length; i += 4) {
      long word = 0;
      for (int j = i; j < Math.min(i + 4, length); j++) {
        word |= (long) text.charAt(j) << (16 * (j - i));
      }
      slow.add(word);
    }
    assertThat(quick.end(7)).isEqualTo(slow.end(7));
  }

  @Test
  void depends_on_its_key() {
    SipHash one = new SipHash(KEY_0, KEY_1);
    SipHash other = new SipHash(KEY_0, KEY_1 + 1);
    assertThat(one.end(1)).isNotEqualTo(other.end(1));
  }
}
