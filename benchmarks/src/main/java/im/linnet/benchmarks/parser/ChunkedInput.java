package im.linnet.benchmarks.parser;

import java.io.InputStream;

/** A socket's input as a blocking reader sees it: a limited number of bytes at a time. */
final class ChunkedInput extends InputStream {

  private final byte[] stream;
  private final int chunk;
  private int at;

  ChunkedInput(byte[] stream, int chunk) {
    this.stream = stream;
    this.chunk = chunk;
  }

  @Override
  public int available() {
    return Math.min(chunk, stream.length - at);
  }

  @Override
  public int read() {
    return at < stream.length ? stream[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (at == stream.length) {
      return -1;
    }
    int count = Math.min(Math.min(chunk, length), stream.length - at);
    System.arraycopy(stream, at, target, offset, count);
    at += count;
    return count;
  }
}
