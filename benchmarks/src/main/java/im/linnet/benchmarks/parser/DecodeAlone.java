package im.linnet.benchmarks.parser;

import java.nio.charset.StandardCharsets;

/** A limit: decodes each chunk to a string, markup included, and does nothing else. */
final class DecodeAlone implements Contestant {

  @Override
  public long read(byte[] stream, int chunk) {
    long sum = 0;
    for (int at = 0; at < stream.length; at += chunk) {
      int length = Math.min(chunk, stream.length - at);
      sum += new String(stream, at, length, StandardCharsets.UTF_8).length();
    }
    return sum;
  }
}
