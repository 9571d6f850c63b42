package im.linnet.xml;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes one XML stream (RFC 6120, section 4) in UTF-8: the stream header, top-level elements, the
 * closing tag. A stream restart takes a new writer.
 *
 * <p>Each call hands complete bytes to the output stream, in one piece, and flushes it; nothing is
 * held back. For one thread. A writer that failed, or was closed, writes nothing any more.
 */
public final class StreamWriter {

  /** The namespace of {@code <stream:stream>} and its features and errors. */
  public static final String NAMESPACE = "http://etherx.jabber.org/streams";

  static final String PREFIX = "stream";

  private static final byte[] HEADER = "<?xml version='1.0'?><stream:stream".getBytes(US_ASCII);
  private static final byte[] FOOTER = "</stream:stream>".getBytes(US_ASCII);

  private enum State {
    NEW,
    OPEN,
    CLOSED
  }

  private final String contentNamespace;
  private final OutputStream target;
  private final XmlBytes out = new XmlBytes();
  private final ElementWriter elements = new ElementWriter(out, true);
  private State state = State.NEW;

  /**
   * Starts a stream; nothing is written yet.
   *
   * @param out where the bytes go; never closed here
   * @param contentNamespace the stream's default namespace, mostly {@code jabber:client}
   * @throws IllegalArgumentException if the namespace is empty or cannot be declared as the default
   */
  public StreamWriter(OutputStream out, String contentNamespace) {
    if (contentNamespace.isEmpty() || contentNamespace.equals(Element.XML_NAMESPACE)) {
      throw new IllegalArgumentException(
          "contentNamespace: '%s' (expected: such as jabber:client)".formatted(contentNamespace));
    }
    this.contentNamespace = XmlChars.requireNamespace(contentNamespace);
    target = out;
  }

  /**
   * Writes the XML declaration and the stream header, version 1.0 (RFC 6120, section 4.7).
   *
   * @param to the domain that is to serve the stream
   * @param from the own bare JID; null to keep it to oneself, as one should before TLS
   * @param lang the default {@code xml:lang} of the stream; null for none
   * @throws IllegalArgumentException if an argument holds what XML does not allow
   * @throws IllegalStateException if the stream was opened before
   * @throws UncheckedIOException if the output stream fails
   */
  public void open(String to, @Nullable String from, @Nullable String lang) {
    require(State.NEW, "open");
    for (String value : new String[] {to, from == null ? "" : from, lang == null ? "" : lang}) {
      XmlChars.requireChars(value);
    }
    header(to, from, lang);
    handOver("open", State.OPEN);
  }

  /**
   * Writes one top-level element, a stanza say. The content namespace and the prefix {@code stream}
   * are in scope and not declared again.
   *
   * @param element the element
   * @throws IllegalStateException if the stream is not open
   * @throws UncheckedIOException if the output stream fails
   */
  public void write(Element element) {
    require(State.OPEN, "write");
    elements.write(element, contentNamespace);
    handOver("write", State.OPEN);
  }

  /**
   * Writes the closing tag of an open stream. Does nothing more if the stream never was open or is
   * closed already; the output stream stays open.
   *
   * @throws UncheckedIOException if the output stream fails
   */
  public void close() {
    if (state == State.OPEN) {
      out.add(FOOTER);
      handOver("close", State.CLOSED);
    }
    state = State.CLOSED;
  }

  private void header(String to, @Nullable String from, @Nullable String lang) {
    out.add(HEADER);
    attribute(" xmlns", contentNamespace);
    attribute(" xmlns:" + PREFIX, NAMESPACE);
    if (from != null) {
      attribute(" from", from);
    }
    attribute(" to", to);
    attribute(" version", "1.0");
    if (lang != null) {
      attribute(" xml:lang", lang);
    }
    out.add('>');
  }

  private void attribute(String name, String value) {
    out.name(name);
    out.add('=');
    out.add('"');
    out.value(value);
    out.add('"');
  }

  private void require(State expected, String doing) {
    if (state != expected) {
      throw new IllegalStateException(
          "%s: the stream is %s (expected: %s)".formatted(doing, state, expected));
    }
  }

  /** Hands over what was written; where that fails there is a torso, and nothing may follow. */
  private void handOver(String doing, State next) {
    state = State.CLOSED;
    try {
      out.writeTo(target);
    } catch (IOException e) {
      throw new UncheckedIOException("%s: the output stream failed".formatted(doing), e);
    }
    state = next;
  }
}
