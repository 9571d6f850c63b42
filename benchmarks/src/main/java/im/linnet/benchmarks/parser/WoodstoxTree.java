package im.linnet.benchmarks.parser;

import javax.xml.stream.XMLStreamReader;

/** Woodstox, up to a tree of the same kind as Linnet's. */
final class WoodstoxTree implements Contestant {

  private final Woodstox woodstox = new Woodstox();

  @Override
  public long read(byte[] stream, int chunk) throws Exception {
    Tree.Builder builder = new Tree.Builder();
    XMLStreamReader reader = woodstox.reader(stream, chunk);
    while (reader.hasNext()) {
      builder.event(reader.next(), reader);
    }
    return builder.total();
  }
}
