package im.linnet.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import im.linnet.xml.StreamParseException.Condition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of parsing some bytes. {@link #of} feeds them in chunks of all relevant sizes and
 * asserts that the size makes no difference (G1 of the catalogue), nor that a parser forgets names
 * and tags between chunks.
 */
record Parsed(List<Object> events, @Nullable Condition condition, long offset, String message) {

  static final String HEADER =
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

  private static final int[] CHUNKS = {1, 2, 3, 7, 23, 41, 150, Integer.MAX_VALUE};
  private static final int[] FORGETTING = {7, 150};
  private static final String CLOSED = "closed";

  /** The result for content inside a stream with only a header. */
  static Parsed inStream(String content) {
    return of(HEADER + content);
  }

  static Parsed of(String document) {
    return of(document.getBytes(StandardCharsets.UTF_8));
  }

  static Parsed of(byte[] document) {
    return of(XmlLimits.session(), document);
  }

  static Parsed of(XmlLimits limits, String document) {
    return of(limits, document.getBytes(StandardCharsets.UTF_8));
  }

  static Parsed of(XmlLimits limits, byte[] document) {
    Parsed first = inChunks(limits, document, CHUNKS[0]);
    for (int i = 1; i < CHUNKS.length; i++) {
      assertThat(inChunks(limits, document, CHUNKS[i]))
          .as("in chunks of %d", CHUNKS[i])
          .isEqualTo(first);
    }
    for (int size : FORGETTING) {
      assertThat(inChunks(limits, document, size, 3, 2, true))
          .as("in chunks of %d, between which names are forgotten", size)
          .isEqualTo(first);
    }
    return first;
  }

  /** Each chunk is somewhere inside an array that is overwritten after it was fed. */
  static Parsed inChunks(XmlLimits limits, byte[] document, int size) {
    return inChunks(limits, document, size, 3, 2);
  }

  /** The same, with that much room in the array before and after a chunk. */
  static Parsed inChunks(XmlLimits limits, byte[] document, int size, int before, int after) {
    return inChunks(limits, document, size, before, after, false);
  }

  private static Parsed inChunks(
      XmlLimits limits, byte[] document, int size, int before, int after, boolean forgetting) {
    Recorder recorder = new Recorder();
    StreamParser parser = new StreamParser(limits, recorder);
    try {
      for (int at = 0; at < document.length; ) {
        int length = Math.min(size, document.length - at);
        byte[] chunk = new byte[before + length + after];
        Arrays.fill(chunk, (byte) '<');
        System.arraycopy(document, at, chunk, before, length);
        int consumed = parser.feed(chunk, before, length);
        if (forgetting) {
          parser.forget();
        }
        Arrays.fill(chunk, (byte) 0xFF);
        at += length;
        if (consumed != length || parser.position() != at) {
          fail("%d of %d consumed, at %d for %d", consumed, length, parser.position(), at);
        }
      }
      return new Parsed(recorder.events, null, -1, "");
    } catch (StreamParseException e) {
      return new Parsed(recorder.events, e.condition(), e.byteOffset(), message(e));
    }
  }

  private static String message(StreamParseException e) {
    String message = e.getMessage();
    return message == null ? "" : message;
  }

  StreamHeader header() {
    assertAccepted();
    return (StreamHeader) events.get(0);
  }

  List<Element> elements() {
    assertAccepted();
    return elementsBefore();
  }

  /** The elements that were reported, whether or not an error followed. */
  List<Element> elementsBefore() {
    return events.stream().filter(Element.class::isInstance).map(Element.class::cast).toList();
  }

  /** The only element. */
  Element element() {
    assertThat(elements()).hasSize(1);
    return elements().get(0);
  }

  boolean closed() {
    return events.contains(CLOSED);
  }

  void assertAccepted() {
    assertThat(condition).as(message).isNull();
  }

  /** Records the events. */
  static final class Recorder implements StreamEvents {
    final List<Object> events = new ArrayList<>();

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
