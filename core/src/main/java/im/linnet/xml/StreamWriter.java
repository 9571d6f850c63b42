package im.linnet.xml;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes one XML stream (RFC 6120, section 4) in UTF-8: the stream header, top-level elements, the
 * closing tag. A stream restart takes a new writer.
 *
 * <p>Each call hands complete bytes to the output stream and flushes it; nothing is held back. For
 * one thread. A writer that failed, or was closed, writes nothing any more.
 */
public final class StreamWriter {

  /** The namespace of {@code <stream:stream>} and its features and errors. */
  public static final String NAMESPACE = "http://etherx.jabber.org/streams";

  static final String PREFIX = "stream";

  private enum State {
    NEW,
    OPEN,
    CLOSED
  }

  private final String contentNamespace;
  private final XMLStreamWriter out;
  private final ElementWriter elements;
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
    this.out = XmlOutput.to(out);
    this.elements = new ElementWriter(this.out, true);
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
    run("open", () -> header(to, from, lang));
    state = State.OPEN;
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
    run("write", () -> elements.write(element, contentNamespace));
  }

  /**
   * Writes the closing tag of an open stream. Does nothing more if the stream never was open or is
   * closed already; the output stream stays open.
   *
   * @throws UncheckedIOException if the output stream fails
   */
  public void close() {
    if (state == State.OPEN) {
      run("close", out::writeEndElement);
    }
    state = State.CLOSED;
  }

  private void header(String to, @Nullable String from, @Nullable String lang)
      throws XMLStreamException {
    out.writeStartDocument(null, "1.0");
    out.writeStartElement(PREFIX, "stream", NAMESPACE);
    out.writeDefaultNamespace(contentNamespace);
    out.writeNamespace(PREFIX, NAMESPACE);
    if (from != null) {
      out.writeAttribute("from", from);
    }
    out.writeAttribute("to", to);
    out.writeAttribute("version", "1.0");
    if (lang != null) {
      out.writeAttribute("xml", Element.XML_NAMESPACE, "lang", lang);
    }
    // Woodstox holds the '>' back until content follows; this is content, and no byte.
    out.writeCharacters("");
  }

  private void require(State expected, String doing) {
    if (state != expected) {
      throw new IllegalStateException(
          "%s: the stream is %s (expected: %s)".formatted(doing, state, expected));
    }
  }

  /** Writes and flushes; what fails half-way leaves a torso, after which nothing may follow. */
  private void run(String doing, Writing writing) {
    State before = state;
    state = State.CLOSED;
    try {
      writing.run();
      out.flush();
    } catch (XMLStreamException e) {
      throw failure(doing, e);
    }
    state = before;
  }

  private static RuntimeException failure(String doing, XMLStreamException e) {
    return e.getCause() instanceof IOException cause
        ? new UncheckedIOException("%s: the output stream failed".formatted(doing), cause)
        : new IllegalStateException("%s: the XML writer failed".formatted(doing), e);
  }

  /** A piece of writing. */
  private interface Writing {
    void run() throws XMLStreamException;
  }
}
