package im.linnet.fleet.internal.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Consumer;

/** Writes numbers, texts and lists. */
final class WireWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

  WireWriter octet(int value) {
    out.write(value);
    return this;
  }

  WireWriter flag(boolean value) {
    return octet(value ? 1 : 0);
  }

  /** Seven bits a byte, the lowest first. */
  WireWriter number(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  WireWriter bytes(byte[] value) {
    number(value.length);
    out.write(value, 0, value.length);
    return this;
  }

  WireWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  <T> WireWriter list(Collection<T> values, Consumer<T> each) {
    number(values.size());
    values.forEach(each);
    return this;
  }

  byte[] result() {
    return out.toByteArray();
  }
}
