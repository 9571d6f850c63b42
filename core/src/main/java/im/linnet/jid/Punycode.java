package im.linnet.jid;

import org.jspecify.annotations.Nullable;

/**
 * Punycode (RFC 3492): the code points of a label as letters and digits. It does no preparation,
 * and therefore can't be replaced by {@code java.net.IDN}.
 */
final class Punycode {

  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 0x80;

  private Punycode() {}

  /** Takes quadratic time; the caller bounds the length. */
  static String encode(String text) {
    int[] points = text.codePoints().toArray();
    StringBuilder out = new StringBuilder();
    text.chars().filter(c -> c < INITIAL_N).forEach(c -> out.append((char) c));
    int basic = out.length();
    if (basic > 0) {
      out.append('-');
    }
    int handled = basic;
    int delta = 0;
    int bias = INITIAL_BIAS;
    for (int n = INITIAL_N; handled < points.length; n++, delta++) {
      int next = smallestFrom(n, points);
      delta += (next - n) * (handled + 1);
      n = next;
      for (int point : points) {
        if (point < n) {
          delta++;
        } else if (point == n) {
          appendNumber(out, delta, bias);
          bias = adapted(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
    }
    return out.toString();
  }

  /** {@return the text, or null if {@code ascii} is not a valid encoding} */
  static @Nullable String decode(String ascii) {
    int dash = ascii.lastIndexOf('-');
    int[] points = new int[ascii.length()];
    int length = 0;
    for (; length < dash; length++) {
      points[length] = ascii.charAt(length);
    }
    Numbers numbers = new Numbers(ascii, dash + 1);
    long state = (long) INITIAL_N * (length + 1);
    int bias = INITIAL_BIAS;
    for (boolean first = true; numbers.hasNext(); first = false) {
      long delta = numbers.next(bias);
      int slots = length + 1;
      // n increases each time the position wraps around, so one number encodes both.
      long n = (state + delta) / slots;
      if (delta < 0 || n > Character.MAX_CODE_POINT) {
        return null;
      }
      int position = (int) ((state + delta) % slots);
      System.arraycopy(points, position, points, position + 1, length - position);
      points[position] = (int) n;
      length++;
      bias = adapted((int) delta, length, first);
      state = n * (length + 1) + position + 1;
    }
    return new String(points, 0, length);
  }

  private static int smallestFrom(int n, int[] points) {
    int smallest = Integer.MAX_VALUE;
    for (int point : points) {
      if (point >= n && point < smallest) {
        smallest = point;
      }
    }
    return smallest;
  }

  private static void appendNumber(StringBuilder out, int number, int bias) {
    int rest = number;
    int k = BASE;
    for (; rest >= threshold(k, bias); k += BASE) {
      int t = threshold(k, bias);
      out.append(digit(t + (rest - t) % (BASE - t)));
      rest = (rest - t) / (BASE - t);
    }
    out.append(digit(rest));
  }

  private static char digit(int value) {
    return (char) (value < 26 ? 'a' + value : '0' + value - 26);
  }

  private static int threshold(int k, int bias) {
    return Math.min(Math.max(k - bias, T_MIN), T_MAX);
  }

  private static int adapted(int delta, int points, boolean first) {
    int rest = first ? delta / DAMP : delta / 2;
    rest += rest / points;
    int k = 0;
    for (; rest > (BASE - T_MIN) * T_MAX / 2; k += BASE) {
      rest /= BASE - T_MIN;
    }
    return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
  }

  /** The generalised variable-length integers (RFC 3492, 3.3) that follow the last hyphen. */
  private static final class Numbers {

    /** The largest delta of a label that fits into DNS. */
    private static final long MAX = 64L * Character.MAX_CODE_POINT;

    private final String ascii;
    private int at;

    Numbers(String ascii, int start) {
      this.ascii = ascii;
      this.at = start;
    }

    boolean hasNext() {
      return at < ascii.length();
    }

    /** {@return the next number, or -1 if it is cut off, too large or not made of digits} */
    long next(int bias) {
      long number = 0;
      long weight = 1;
      for (int k = BASE; hasNext(); k += BASE) {
        int digit = digitAt(at++);
        number += digit * weight;
        if (digit < 0 || number > MAX) {
          return -1;
        }
        int t = threshold(k, bias);
        if (digit < t) {
          return number;
        }
        weight *= BASE - t;
      }
      return -1;
    }

    private int digitAt(int index) {
      char c = ascii.charAt(index);
      if (c >= 'a' && c <= 'z') {
        return c - 'a';
      }
      return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
    }
  }
}
