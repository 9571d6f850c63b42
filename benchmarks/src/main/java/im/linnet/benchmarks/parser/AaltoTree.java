package im.linnet.benchmarks.parser;

/** Aalto, up to a tree of the same kind as Linnet's. */
final class AaltoTree implements Contestant {

  private final Aalto aalto = new Aalto();

  @Override
  public long read(byte[] stream, int chunk) throws Exception {
    Tree.Builder builder = new Tree.Builder();
    aalto.read(stream, chunk, builder::event);
    return builder.total();
  }
}
