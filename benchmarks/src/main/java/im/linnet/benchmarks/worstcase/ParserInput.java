package im.linnet.benchmarks.worstcase;

import im.linnet.xml.Element;
import im.linnet.xml.StreamEvents;
import im.linnet.xml.StreamHeader;
import im.linnet.xml.StreamParseException;
import im.linnet.xml.StreamParser;
import im.linnet.xml.XmlLimits;
import java.nio.charset.StandardCharsets;

/** A document that is read by the parser alone, up to its end or to the first fault. */
final class ParserInput implements Nasty.Prepared {

  private static final int MANY = 1 << 28;

  /** Limits that nothing here reaches. */
  static final XmlLimits WIDE = new XmlLimits(MANY, 512, MANY, MANY, MANY, MANY);

  private static final int USUAL_CHUNK = 16 * 1024;

  private final XmlLimits limits;
  private final byte[] document;
  private final int chunk;
  private final boolean isRefused;

  private ParserInput(XmlLimits limits, byte[] document, int chunk, boolean isRefused) {
    this.limits = limits;
    this.document = document;
    this.chunk = chunk;
    this.isRefused = isRefused;
  }

  /** A document of ASCII under wide limits, in chunks of the usual size. */
  static ParserInput wide(String document) {
    return of(WIDE, document, USUAL_CHUNK, false);
  }

  /** The same, byte by byte. */
  static ParserInput inBytes(String document) {
    return of(WIDE, document, 1, false);
  }

  /** A document within the limits of a session. */
  static ParserInput limited(String document) {
    return of(XmlLimits.session(), document, USUAL_CHUNK, false);
  }

  /** A document that is refused somewhere. */
  static ParserInput refused(String document) {
    return of(XmlLimits.session(), document, USUAL_CHUNK, true);
  }

  private static ParserInput of(XmlLimits limits, String document, int chunk, boolean isRefused) {
    return new ParserInput(limits, document.getBytes(StandardCharsets.UTF_8), chunk, isRefused);
  }

  @Override
  public long bytes() {
    return document.length;
  }

  @Override
  public void read() {
    StreamParser parser = new StreamParser(limits, new Nobody());
    try {
      for (int at = 0; at < document.length; at += chunk) {
        parser.feed(document, at, Math.min(chunk, document.length - at));
      }
    } catch (StreamParseException refused) {
      if (!isRefused) {
        throw refused;
      }
    }
  }

  private record Nobody() implements StreamEvents {
    @Override
    public void streamOpened(StreamHeader header) {}

    @Override
    public void element(Element element) {}

    @Override
    public void streamClosed() {}
  }
}
