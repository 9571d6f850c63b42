package im.linnet.benchmarks.parser;

/** Aalto, up to its events. */
final class AaltoEvents implements Contestant {

  private final Aalto aalto = new Aalto();

  @Override
  public long read(byte[] stream, int chunk) throws Exception {
    EventSum sum = new EventSum();
    aalto.read(stream, chunk, sum::event);
    return sum.total();
  }
}
