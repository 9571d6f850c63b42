package im.linnet.connection;

import im.linnet.jid.Jid;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import im.linnet.xml.StreamEvents;
import im.linnet.xml.StreamHeader;
import im.linnet.xml.StreamParseException;
import im.linnet.xml.StreamParser;
import im.linnet.xml.StreamWriter;
import im.linnet.xml.XmlLimits;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A suspended managed stream (XEP-0198, section 5), which another client can resume, such as that
 * of the same program after a restart.
 *
 * <p>It holds sent stanzas and the resumption id, which anyone who can sign in as the user could
 * use: protect it like the user's messages.
 *
 * @param jid the address that was bound
 * @param id the resumption id of the stream
 * @param until when the server discards the stream, by the clock of this machine
 * @param location the server's preferred location for resumption, or null
 * @param acknowledged the number of stanzas the server has acknowledged, modulo 2^32
 * @param handled the number of the server's stanzas that were handled, modulo 2^32
 * @param waiting the stanzas to send again: those sent and not acknowledged, then those not sent,
 *     in order
 */
public record SavedStream(
    Jid jid,
    String id,
    Instant until,
    @Nullable String location,
    long acknowledged,
    long handled,
    List<Element> waiting) {

  private static final String NAMESPACE = "urn:linnet:saved-stream:1";
  private static final int LARGEST = 64 << 20;

  /** Copies the stanzas. */
  public SavedStream {
    waiting = List.copyOf(waiting);
  }

  /** {@return the stream in a form that {@link #of(byte[])} reads} */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StreamWriter writer = new StreamWriter(bytes, Stanza.NAMESPACE);
    writer.open(jid.domain(), null, null);
    writer.write(
        Element.builder("saved", NAMESPACE)
            .attribute("jid", jid.toString())
            .attribute("id", id)
            .attribute("until", until.toString())
            .attribute("location", location)
            .attribute("acknowledged", Long.toString(acknowledged))
            .attribute("handled", Long.toString(handled))
            .build());
    waiting.forEach(writer::write);
    writer.close();
    return bytes.toByteArray();
  }

  /**
   * Reads the result of {@link #toBytes}.
   *
   * @param bytes the serialised stream
   * @return the stream
   * @throws IllegalArgumentException if the bytes are not a saved stream, or truncated
   */
  public static SavedStream of(byte[] bytes) {
    Reading reading = new Reading();
    try {
      new StreamParser(XmlLimits.session().withStanzaBytes(LARGEST), reading)
          .feed(bytes, 0, bytes.length);
    } catch (StreamParseException malformed) {
      throw new IllegalArgumentException(
          "The saved stream can't be read: " + malformed.getMessage(), malformed);
    }
    Element saved = reading.elements.isEmpty() ? null : reading.elements.remove(0);
    if (!reading.closed || saved == null || !saved.is("saved", NAMESPACE)) {
      throw new IllegalArgumentException("The saved stream is not one, or is cut off");
    }
    return of(saved, reading.elements);
  }

  private static SavedStream of(Element saved, List<Element> waiting) {
    try {
      return new SavedStream(
          Jid.received(required(saved, "jid")),
          required(saved, "id"),
          Instant.parse(required(saved, "until")),
          saved.attribute("location"),
          Long.parseLong(required(saved, "acknowledged")),
          Long.parseLong(required(saved, "handled")),
          waiting);
    } catch (DateTimeException malformed) {
      throw new IllegalArgumentException("The saved stream has a malformed time", malformed);
    }
  }

  private static String required(Element saved, String name) {
    String value = saved.attribute(name);
    if (value == null) {
      throw new IllegalArgumentException("The saved stream lacks its attribute " + name);
    }
    return value;
  }

  /** {@return a description without the id and the stanzas} */
  @Override
  public String toString() {
    return "stream of %s, %d stanzas not acknowledged, until %s"
        .formatted(jid, waiting.size(), until);
  }

  /** Collects the elements. */
  private static final class Reading implements StreamEvents {

    private final List<Element> elements = new ArrayList<>();
    private boolean closed;

    @Override
    public void streamOpened(StreamHeader header) {}

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
