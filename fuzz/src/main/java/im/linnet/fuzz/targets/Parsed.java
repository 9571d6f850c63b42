package im.linnet.fuzz.targets;

import im.linnet.xml.Element;
import im.linnet.xml.StreamEvents;
import im.linnet.xml.StreamHeader;
import im.linnet.xml.StreamParseException;
import im.linnet.xml.StreamParseException.Condition;
import im.linnet.xml.StreamParser;
import im.linnet.xml.XmlLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What the parser made of a document. Equal if events, condition and place of the fault are. */
record Parsed(
    List<Object> events, @Nullable Condition condition, long offset, @Nullable String message) {

  private static final String CLOSED = "closed";

  /** In pieces of one size. */
  static Parsed inChunks(byte[] document, int size) {
    return parse(document, () -> size);
  }

  /** In pieces of random sizes. */
  static Parsed atRandom(byte[] document, long seed) {
    Random random = new Random(seed);
    int most = 1 + random.nextInt(200);
    return parse(document, () -> 1 + random.nextInt(most));
  }

  private static Parsed parse(byte[] document, IntSupplier sizes) {
    Recorder recorder = new Recorder(new ArrayList<>());
    StreamParser parser = new StreamParser(XmlLimits.session(), recorder);
    try {
      for (int at = 0; at < document.length; ) {
        int length = Math.min(sizes.getAsInt(), document.length - at);
        // Somewhere inside an array that is overwritten afterwards.
        byte[] chunk = new byte[length + 5];
        Arrays.fill(chunk, (byte) '<');
        System.arraycopy(document, at, chunk, 3, length);
        int consumed = parser.feed(chunk, 3, length);
        Arrays.fill(chunk, (byte) 0xFF);
        at += length;
        if (consumed != length || parser.position() != at) {
          throw new AssertionError("consumed %d of %d".formatted(consumed, length));
        }
      }
      return new Parsed(recorder.events, null, -1, null);
    } catch (StreamParseException e) {
      return new Parsed(recorder.events, e.condition(), e.byteOffset(), e.getMessage());
    }
  }

  /** The elements before the end or the fault. */
  List<Element> elements() {
    return events.stream().filter(Element.class::isInstance).map(Element.class::cast).toList();
  }

  /** Whether it is a whole document without a fault. */
  boolean accepted() {
    return condition == null && events.contains(CLOSED);
  }

  private record Recorder(List<Object> events) implements StreamEvents {
    @Override
    public void streamOpened(StreamHeader header) {
      events.add(header);
    }

    @Override
    public void element(Element element) {
      events.add(element);
    }

    @Override
    public void streamClosed() {
      events.add(CLOSED);
    }
  }
}
