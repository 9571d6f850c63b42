package im.linnet.caps;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** The order of text by its octets in UTF-8 ({@code i;octet}, RFC 4790, section 9.3). */
enum Octets implements Comparator<String> {
  /** The order; it has no state. */
  ORDER;

  @Override
  public int compare(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
