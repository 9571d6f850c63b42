package im.linnet.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is there as a whole, such as one that a {@link StreamWriter} wrote to a file.
 * Immutable value.
 *
 * @param header its header; null if it is cut off before the end of that
 * @param elements the complete elements, in order
 * @param closed whether its closing tag is there; if not, it is cut off
 */
public record WholeStream(@Nullable StreamHeader header, List<Element> elements, boolean closed) {

  /** Copies the list. */
  public WholeStream {
    elements = List.copyOf(elements);
  }

  /**
   * Reads a stream.
   *
   * @param bytes the bytes
   * @param limits how much there may be
   * @return the stream
   * @throws StreamParseException if the bytes are refused
   */
  public static WholeStream of(byte[] bytes, XmlLimits limits) {
    Reading reading = new Reading();
    new StreamParser(Objects.requireNonNull(limits, "limits"), reading)
        .feed(bytes, 0, bytes.length);
    return new WholeStream(reading.header, reading.elements, reading.closed);
  }

  /** Collects the events. */
  private static final class Reading implements StreamEvents {

    private @Nullable StreamHeader header;
    private final List<Element> elements = new ArrayList<>();
    private boolean closed;

    @Override
    public void streamOpened(StreamHeader opened) {
      header = opened;
    }

    @Override
    public void element(Element element) {
      elements.add(element);
    }

    @Override
    public void streamClosed() {
      closed = true;
    }
  }
}
