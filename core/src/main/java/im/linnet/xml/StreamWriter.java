package im.linnet.xml;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes one XML stream (RFC 6120, section 4) in UTF-8: the stream header, top-level elements, the
 * closing tag. A stream restart needs a new writer.
 *
 * <p>Each call passes all its bytes to the output stream and flushes it; nothing is held back. Long
 * output is passed on in pieces of a few thousand bytes, so no call buffers all of it. For one
 * thread. A writer that has failed or is closed writes nothing more.
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
   * Creates a writer; nothing is written yet.
   *
   * @param out receives the bytes; never closed here
   * @param contentNamespace the stream's default namespace, usually {@code jabber:client}
   * @throws IllegalArgumentException if the namespace is empty or cannot be declared as the default
   */
  public StreamWriter(OutputStream out, String contentNamespace) {
    this(out, contentNamespace, contentNamespace);
  }

  /**
   * Creates a writer for a stream whose stanzas have another namespace in memory than on the wire;
   * nothing is written yet. Top-level elements in that other namespace, and their descendants in it
   * without a foreign element in between, are written without a declaration, so they are in the
   * content namespace on the wire. Descendants of a foreign element, such as a forwarded stanza
   * (XEP-0297), keep their namespace.
   *
   * @param out receives the bytes; never closed here
   * @param contentNamespace the namespace that the header declares, such as {@code
   *     jabber:component:accept}
   * @param written the namespace of the stanzas passed in, usually {@code jabber:client}
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
   * @param to the domain of the server
   * @param from the client's bare JID; null to omit it, which is recommended before TLS
   * @param lang the default {@code xml:lang} of the stream; null for none
   * @throws IllegalArgumentException if XML does not allow an argument
   * @throws IllegalStateException if the stream was opened before
   * @throws UncheckedIOException if the output stream fails
   */
  public void open(String to, @Nullable String from, @Nullable String lang) {
    open(to, from, "1.0", lang);
  }

  /**
   * Writes the XML declaration and a stream header with another version, or without one.
   *
   * @param to the domain of the server
   * @param from the client's address, or null
   * @param version the version, or null for a header from before XMPP 1.0
   * @param lang the default {@code xml:lang} of the stream; null for none
   * @throws IllegalArgumentException if XML does not allow an argument
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
   * Writes one top-level element, such as a stanza. The content namespace and the prefix {@code
   * stream} are in scope and not declared again.
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
   * Gives back the memory of names that would be written faster if they came again, some kilobytes
   * on a stream that was busy. It is filled again by what is written.
   */
  public void forget() {
    elements.forget();
    out.forget();
  }

  /**
   * Writes the closing tag of an open stream. Does nothing if the stream was never opened or is
   * already closed. The output stream stays open.
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
   * Passes on what was written. Until that succeeds the stream counts as closed: if writing fails,
   * the output is incomplete and nothing may follow it.
   */
  private void handOver(State next) {
    out.flush();
    state = next;
  }
}
