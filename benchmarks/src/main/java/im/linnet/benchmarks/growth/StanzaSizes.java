package im.linnet.benchmarks.growth;

import im.linnet.benchmarks.memory.MemoryClient;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.List;
import java.util.stream.IntStream;

/** Stanzas of 100 bytes to a million, which have an element for each hundred bytes. */
final class StanzaSizes {

  private static final List<Integer> SIZES = List.of(100, 1_000, 10_000, 100_000, 1_000_000);
  private static final int BYTES_OF_A_RUN = 4_000_000;

  /** What waits to be sent is bounded by its size. */
  private static final int BYTES_OF_A_WINDOW = 200_000;

  private static final int ENTRY = 100;
  private static final String NAMESPACE = "urn:example:list";
  private static final String TEXT = "an entry of a list, long enough to make it a hundred bytes";

  private StanzaSizes() {}

  static List<Series> all() {
    return List.of(
        new Series("received, bytes of a stanza", SIZES, StanzaSizes::received),
        new Series("sent, bytes of a stanza", SIZES, StanzaSizes::sent));
  }

  private static Series.Load received(int size) throws Exception {
    String stanza = "<message from='romeo@localhost'>%s</message>".formatted(list(size).toXml());
    return new Receiving(MemoryClient.open(builder -> builder), stanza, rounds(size));
  }

  private static Series.Load sent(int size) throws Exception {
    int window = Math.max(1, BYTES_OF_A_WINDOW / size);
    Message message =
        Message.builder(Jid.of("romeo@localhost"))
            .type(Message.Type.NORMAL)
            .payload(list(size))
            .build();
    return new Sending(MemoryClient.open(builder -> builder), message, rounds(size), window);
  }

  private static int rounds(int size) {
    return BYTES_OF_A_RUN / size;
  }

  private static Element list(int size) {
    ElementBuilder list = Element.builder("list", NAMESPACE);
    IntStream.range(0, size / ENTRY)
        .forEach(
            number ->
                list.child(
                    Element.builder("entry", NAMESPACE)
                        .attribute("id", "entry-" + number)
                        .text(TEXT)
                        .build()));
    return list.build();
  }
}
