package im.linnet.internal.netty;

import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * One array for each event loop, for bytes that lie outside the heap while they are parsed; an
 * array for each read would be most of what receiving allocates. Nobody may keep it.
 */
final class Scratch {

  private static final int SIZE = 16 * 1024;
  private static final FastThreadLocal<byte @Nullable []> SPARE = new FastThreadLocal<>();

  private Scratch() {}

  /** The array; another one, should it be in use by somebody further up this thread's stack. */
  static byte[] borrow() {
    byte[] spare = SPARE.get();
    SPARE.set(null);
    return spare == null ? new byte[SIZE] : spare;
  }

  static void giveBack(byte[] borrowed) {
    SPARE.set(borrowed);
  }
}
