package im.linnet.benchmarks.parser;

import javax.xml.stream.XMLStreamReader;

/** Woodstox, up to its events. */
final class WoodstoxEvents implements Contestant {

  private final Woodstox woodstox = new Woodstox();

  @Override
  public long read(byte[] stream, int chunk) throws Exception {
    EventSum sum = new EventSum();
    XMLStreamReader reader = woodstox.reader(stream, chunk);
    while (reader.hasNext()) {
      sum.event(reader.next(), reader);
    }
    return sum.total();
  }
}
