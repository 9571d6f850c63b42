package im.linnet.testkit.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The bytes of a socket, one for each read call however many are requested. So an XML reader on top
 * can't read ahead, and the bytes consumed for one element are known exactly. This is slow, but
 * fast enough for tests. Every read is subject to the deadline set last.
 */
final class WireInput extends InputStream {
  private final Socket socket;
  private final InputStream source;
  private final byte[] buffer = new byte[8192];
  private final ByteArrayOutputStream consumed = new ByteArrayOutputStream();
  private int next;
  private int end;
  private boolean limited;
  private long deadline;

  WireInput(Socket socket) throws IOException {
    this.socket = socket;
    this.source = socket.getInputStream();
  }

  /** Limits all reads together to this time from now on; zero for no limit. */
  void limit(Duration duration) {
    limited = !duration.isZero();
    deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(duration);
  }

  /** {@return the number of bytes received from the socket but not requested yet} */
  int buffered() {
    return end - next;
  }

  /** {@return the bytes returned since the last call} */
  byte[] takeConsumed() {
    byte[] bytes = consumed.toByteArray();
    consumed.reset();
    return bytes;
  }

  /** Consumes white space, which may follow an element but must not precede an XML declaration. */
  void skipWhiteSpace() throws IOException {
    while (fill() && buffer[next] <= ' ' && buffer[next] >= 0) {
      consumed.write(buffer[next++]);
    }
  }

  @Override
  public int read() throws IOException {
    if (!fill()) {
      return -1;
    }
    consumed.write(buffer[next]);
    return buffer[next++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int single = read();
    if (single < 0) {
      return -1;
    }
    target[offset] = (byte) single;
    return 1;
  }

  private boolean fill() throws IOException {
    if (next < end) {
      return true;
    }
    next = 0;
    end = 0;
    socket.setSoTimeout(remainingMillis());
    int count = source.read(buffer);
    end = Math.max(count, 0);
    return end > 0;
  }

  private int remainingMillis() throws SocketTimeoutException {
    if (!limited) {
      return 0;
    }
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("deadline passed");
    }
    return (int) Math.min(Integer.MAX_VALUE, left / 1_000_000 + 1);
  }
}
