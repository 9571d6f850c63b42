package im.linnet.benchmarks.parser;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A limit: finds each angle bracket, eight bytes at a time, and does nothing else. */
final class ScanAlone implements Contestant {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LOW = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  @Override
  public long read(byte[] stream, int chunk) {
    int[] found = new int[chunk];
    long sum = 0;
    for (int at = 0; at < stream.length; at += chunk) {
      sum += scan(stream, at, Math.min(at + chunk, stream.length), found);
    }
    return sum;
  }

  /** Finds the brackets. They differ in one bit: with it set, both are the same byte. */
  private static int scan(byte[] bytes, int from, int to, int[] found) {
    int count = 0;
    for (int at = from; at + 8 <= to; at += 8) {
      long differs = ((long) LONGS.get(bytes, at) | 2 * LOW) ^ (long) '>' * LOW;
      long matches = (differs - LOW) & ~differs & HIGH;
      while (matches != 0) {
        found[count++] = at + (Long.numberOfTrailingZeros(matches) >>> 3);
        matches &= matches - 1;
      }
    }
    return count;
  }
}
