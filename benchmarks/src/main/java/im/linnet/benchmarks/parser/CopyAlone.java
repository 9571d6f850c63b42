package im.linnet.benchmarks.parser;

/** A limit: copies each chunk and does nothing else. */
final class CopyAlone implements Contestant {

  @Override
  public long read(byte[] stream, int chunk) {
    byte[] copy = new byte[chunk];
    long sum = 0;
    for (int at = 0; at < stream.length; at += chunk) {
      System.arraycopy(stream, at, copy, 0, Math.min(chunk, stream.length - at));
      sum += copy[chunk / 2];
    }
    return sum;
  }
}
