package im.linnet.upload;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where a download goes. Written by one thread at a time; aborted by any.
 *
 * @param <T> the result
 */
interface Sink<T> {

  /** Takes the next bytes. */
  void write(ByteBuffer part) throws IOException;

  /** Completes it, after all bytes were checked. */
  T finish() throws IOException;

  /**
   * Removes what was written, unless it is complete.
   *
   * @param failure the reason, to which is added what can't be removed
   */
  void abort(Throwable failure);
}
