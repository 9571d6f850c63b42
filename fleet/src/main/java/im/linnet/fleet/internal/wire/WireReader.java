package im.linnet.fleet.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads what {@link WireWriter} wrote, and trusts nothing. */
final class WireReader {

  private final byte[] bytes;
  private int at;

  WireReader(byte[] bytes) {
    this.bytes = bytes;
  }

  private static IllegalArgumentException malformed(String what) {
    return new IllegalArgumentException("A message of a node can't be read: " + what);
  }

  int octet() {
    if (at >= bytes.length) {
      throw malformed("it is cut off");
    }
    return bytes[at++] & 0xFF;
  }

  boolean flag() {
    int value = octet();
    if (value > 1) {
      throw malformed("a flag is neither 0 nor 1");
    }
    return value == 1;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = octet();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        if (shift == 63 && next > 1) {
          break;
        }
        return value;
      }
    }
    throw malformed("a number is too long");
  }

  byte[] bytes() {
    int length = length();
    byte[] value = new byte[length];
    System.arraycopy(bytes, at, value, 0, length);
    at += length;
    return value;
  }

  /** No length exceeds what is left, so that nobody can ask for memory. */
  private int length() {
    long length = number();
    if (length < 0 || length > bytes.length - at) {
      throw malformed("a length exceeds the message");
    }
    return (int) length;
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** Each item takes a byte at least. */
  <T> List<T> list(Supplier<T> each) {
    int size = length();
    List<T> values = new ArrayList<>(Math.min(size, 1024));
    for (int i = 0; i < size; i++) {
      values.add(each.get());
    }
    return values;
  }

  void end() {
    if (at != bytes.length) {
      throw malformed("bytes follow");
    }
  }
}
