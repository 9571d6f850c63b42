package im.linnet.benchmarks.encoder;

import java.io.OutputStream;

/** The output: a sufficiently large buffer, overwritten by each stanza. */
final class CountedBytes extends OutputStream {

  private final byte[] buffer = new byte[256 * 1024];
  private int at;
  private long total;

  long total() {
    return total;
  }

  @Override
  public void write(int octet) {
    buffer[at++] = (byte) octet;
  }

  @Override
  public void write(byte[] octets, int offset, int length) {
    System.arraycopy(octets, offset, buffer, at, length);
    at += length;
  }

  /** Ends a stanza. */
  @Override
  public void flush() {
    total += at;
    at = 0;
  }
}
