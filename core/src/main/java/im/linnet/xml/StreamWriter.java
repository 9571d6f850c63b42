package im.linnet.xml;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes one XML stream (RFC 6120, section 4) in UTF-8: the stream header, top-level elements, the
 * closing tag. A stream restart takes a new writer.
 *
 * <p>Each call hands all its bytes to the output stream and flushes it; nothing is held back. What
 * is long is handed over in pieces of some thousand bytes, so no call needs memory for all of it.
 * For one thread. A writer that failed, or was closed, writes nothing any more.
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
  private final String written;
  private final XmlBytes out;
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
    this(out, contentNamespace, contentNamespace);
  }

  /**
   * Starts a stream whose stanzas are of another namespace here than on the wire; nothing is
   * written yet. The top-level elements of that other namespace, and what in them is of it without
   * anything else between, are written without a declaration, so they are of the content namespace
   * on the wire. What is in something else, such as a forwarded stanza (XEP-0297), keeps its own.
   *
   * @param out where the bytes go; never closed here
   * @param contentNamespace what the header declares, such as {@code jabber:component:accept}
   * @param written the namespace of the stanzas that are written, mostly {@code jabber:client}
   * @throws IllegalArgumentException if the first is empty or cannot be declared as the default
   */
  public StreamWriter(OutputStream out, String contentNamespace, String written) {
    if (contentNamespace.isEmpty() || contentNamespace.equals(Element.XML_NAMESPACE)) {
      throw new IllegalArgumentException(
          "contentNamespace: '%s' (expected: such as jabber:client)".formatted(contentNamespace));
    }
    this.contentNamespace = XmlChars.requireNamespace(contentNamespace);
    this.written = written;
    this.out = new XmlBytes(out);
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
    open(to, from, "1.0", lang);
  }

  /**
   * Writes the XML declaration and a stream header of another version or none.
   *
   * @param to the domain that is to serve the stream
   * @param from the own address, or null
   * @param version the version, or null for a header as before XMPP 1.0
   * @param lang the default {@code xml:lang} of the stream; null for none
   * @throws IllegalArgumentException if an argument holds what XML does not allow
   * @throws IllegalStateException if the stream was opened before
   * @throws UncheckedIOException if the output stream fails
   */
  public void open(
      String to, @Nullable String from, @Nullable String version, @Nullable String lang) {
    require(State.NEW, "open");
    XmlChars.requireChars("to", to);
    XmlChars.requireChars("from", from == null ? "" : from);
    XmlChars.requireChars("version", version == null ? "" : version);
    XmlChars.requireChars("lang", lang == null ? "" : lang);
    state = State.CLOSED;
    header(to, from, version, lang);
    handOver(State.OPEN);
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
    state = State.CLOSED;
    elements.write(element, written);
    handOver(State.OPEN);
  }

  /**
   * Writes the closing tag of an open stream. Does nothing more if the stream never was open or is
   * closed already; the output stream stays open.
   *
   * @throws UncheckedIOException if the output stream fails
   */
  public void close() {
    boolean open = state == State.OPEN;
    state = State.CLOSED;
    if (open) {
      out.add(FOOTER);
      handOver(State.CLOSED);
    }
  }

  private void header(
      String to, @Nullable String from, @Nullable String version, @Nullable String lang) {
    out.add(HEADER);
    attribute(" xmlns", contentNamespace);
    attribute(" xmlns:" + PREFIX, NAMESPACE);
    if (from != null) {
      attribute(" from", from);
    }
    attribute(" to", to);
    if (version != null) {
      attribute(" version", version);
    }
    if (lang != null) {
      attribute(" xml:lang", lang);
    }
    out.add('>');
  }

  private void attribute(String name, String value) {
    out.text(name);
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

  /**
   * Hands over what was written. Until then the stream counts as closed: where writing fails there
   * is a torso, and nothing may follow.
   */
  private void handOver(State next) {
    out.flush();
    state = next;
  }
}
