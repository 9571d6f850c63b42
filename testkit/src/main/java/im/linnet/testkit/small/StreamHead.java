package im.linnet.testkit.small;

import im.linnet.testkit.wire.Wire;
import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlText;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The opening of streams (RFC 6120, section 4.7). */
final class StreamHead {
  private final Wire wire;
  private final Outbox outbox;
  private final String namespace;

  /**
   * Creates it for one connection.
   *
   * @param namespace the content namespace of the stream
   */
  StreamHead(Wire wire, Outbox outbox, String namespace) {
    this.wire = wire;
    this.outbox = outbox;
    this.namespace = namespace;
  }

  /** Waits for a header and answers it. {@return the id of the stream and its addressee} */
  Opened open() throws IOException {
    XmlElement header = wire.readHeader();
    wire.takeConsumed();
    String to = header.attribute("to");
    String id = UUID.randomUUID().toString();
    String from = to == null ? "" : " from='" + XmlText.escape(to) + "'";
    String version = namespace.equals(Ns.CLIENT) ? " version='1.0' xml:lang='en'" : "";
    wire.write(
        "<?xml version='1.0'?><stream:stream xmlns='%s' xmlns:stream='%s' id='%s'%s%s>"
            .formatted(namespace, Ns.STREAM, id, from, version));
    boolean valid = header.is(Ns.STREAM, "stream");
    return new Opened(id, valid && to != null ? to.toLowerCase(Locale.ROOT) : "");
  }

  /**
   * An opened stream.
   *
   * @param id its id
   * @param to the domain that the peer wants, empty if none
   */
  record Opened(String id, String to) {}

  /** Waits for an element; null if the peer closed the stream. */
  @Nullable XmlElement read() throws IOException {
    XmlElement element = wire.read();
    wire.takeConsumed();
    return element;
  }

  /** Ends the stream with an error. */
  void refuse(String condition) {
    outbox.end(StreamErrors.of(condition));
  }
}
