package im.linnet.internal.netty;

import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * A reusable array for each event loop, to copy direct buffers into for parsing; a new array for
 * each read would be most of what receiving allocates. Callers must not keep it.
 */
final class Scratch {

  private static final int SIZE = 16 * 1024;
  private static final FastThreadLocal<byte @Nullable []> SPARE = new FastThreadLocal<>();

  private Scratch() {}

  /** The array; a new one if a caller further up this thread's stack is using it. */
  static byte[] borrow() {
    byte[] spare = SPARE.get();
    SPARE.set(null);
    return spare == null ? new byte[SIZE] : spare;
  }

  static void giveBack(byte[] borrowed) {
    SPARE.set(borrowed);
  }
}
