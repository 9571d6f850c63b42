package im.linnet.journal;

import im.linnet.connection.SavedStream;
import im.linnet.file.OwnFile;
import im.linnet.jid.Jid;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import im.linnet.xml.StreamHeader;
import im.linnet.xml.StreamParseException;
import im.linnet.xml.StreamWriter;
import im.linnet.xml.WholeStream;
import im.linnet.xml.XmlLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file of a {@link FileJournal}: an XML stream that begins with a whole stream, to which
 * records are added. When they have become much longer than that, they are replaced by the stream
 * they amount to. A record that is cut off at the end was not completed, so it is ignored. Not
 * thread-safe; blocks.
 */
final class JournalFile {

  private static final String NAMESPACE = "urn:linnet:stream-journal:1";
  private static final String OPENED = "opened";
  private static final String ACKNOWLEDGED = "acknowledged";
  private static final String HANDLED = "handled";

  /** The most bytes that are read. */
  private static final int LARGEST = 256 << 20;

  /** How long the added records may become at least. */
  private static final long ROOM = 256 << 10;

  private final OwnFile file;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private @Nullable StreamWriter writer;
  private @Nullable FileChannel end;
  private @Nullable StreamCopy copy;
  private long added;
  private long mostAdded;

  JournalFile(OwnFile file) {
    this.file = file;
  }

  /** Reads the stream that the records amount to; null if there is none. */
  @Nullable SavedStream read(Instant now) throws IOException {
    byte[] content = file.read(LARGEST);
    if (content == null) {
      return null;
    }
    try {
      WholeStream read =
          WholeStream.of(
              content, XmlLimits.session().withStanzaBytes(LARGEST).withTextBytes(LARGEST));
      StreamHeader header = read.header();
      if (header != null && !header.isStream()) {
        throw new IllegalArgumentException("it has another root element");
      }
      return read(read.elements(), now);
    } catch (StreamParseException
        | IllegalArgumentException
        | DateTimeException
        | ArithmeticException malformed) {
      throw file.problem("it is no journal (expected: one, or no file): " + malformed.getMessage());
    }
  }

  private static @Nullable SavedStream read(List<Element> records, Instant now) {
    StreamCopy read = null;
    for (Element record : records) {
      if (record.is(OPENED, NAMESPACE)) {
        read = new StreamCopy(opened(record, now));
      } else if (read == null) {
        throw new IllegalArgumentException("<%s/> comes first".formatted(record.name()));
      } else if (record.is(ACKNOWLEDGED, NAMESPACE)) {
        read.acknowledged(number(record, "h"));
      } else if (record.is(HANDLED, NAMESPACE)) {
        read.handled(number(record, "h"));
      } else {
        read.sending(List.of(record));
      }
    }
    return read == null ? null : read.saved(now);
  }

  private static SavedStream opened(Element record, Instant now) {
    Duration max = Duration.parse(attribute(record, "max"));
    return SavedStream.builder(
            Jid.received(attribute(record, "jid")), attribute(record, "id"), now.plus(max))
        .max(max)
        .location(record.attribute("location"))
        .acknowledged(number(record, ACKNOWLEDGED))
        .handled(number(record, HANDLED))
        .build();
  }

  private static String attribute(Element record, String name) {
    String value = record.attribute(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "<%s/> lacks its attribute %s".formatted(record.name(), name));
    }
    return value;
  }

  private static long number(Element record, String name) {
    return Long.parseLong(attribute(record, name));
  }

  /** Replaces the file. */
  void opened(SavedStream whole) throws IOException {
    copy = new StreamCopy(whole);
    replace(whole);
  }

  private void replace(SavedStream whole) throws IOException {
    bytes.reset();
    StreamWriter to = new StreamWriter(bytes, Stanza.NAMESPACE);
    writer = to;
    to.open(whole.jid().domain(), null, null);
    to.write(
        Element.builder(OPENED, NAMESPACE)
            .attribute("jid", whole.jid().toString())
            .attribute("id", whole.id())
            .attribute("max", whole.max().toString())
            .attribute("location", whole.location())
            .attribute(ACKNOWLEDGED, Long.toString(whole.acknowledged()))
            .attribute(HANDLED, Long.toString(whole.handled()))
            .build());
    whole.waiting().forEach(to::write);
    close();
    file.write(bytes.toByteArray());
    end = FileChannel.open(file.path(), StandardOpenOption.APPEND);
    added = 0;
    mostAdded = Math.max(ROOM, 2L * bytes.size());
    bytes.reset();
  }

  /** Adds stanzas to the records that {@link #flush} writes. */
  void sending(List<Element> stanzas) {
    open().sending(stanzas);
    stanzas.forEach(this::write);
  }

  /** Adds the server's count. */
  void acknowledged(long h) {
    open().acknowledged(h);
    write(count(ACKNOWLEDGED, h));
  }

  /** Adds the count of handled stanzas. */
  void handled(long h) {
    open().handled(h);
    write(count(HANDLED, h));
  }

  private static Element count(String name, long h) {
    return Element.builder(name, NAMESPACE).attribute("h", Long.toString(h)).build();
  }

  private StreamCopy open() {
    StreamCopy now = copy;
    if (now == null) {
      throw new IllegalStateException("No stream is open in " + file);
    }
    return now;
  }

  private void write(Element record) {
    StreamWriter to = writer;
    if (to != null) {
      to.write(record);
    }
  }

  /** Writes the records added, so that they survive this process. */
  void flush(Instant now) throws IOException {
    FileChannel to = end;
    if (bytes.size() == 0 || to == null) {
      return;
    }
    if (added + bytes.size() > mostAdded) {
      replace(open().saved(now));
      return;
    }
    ByteBuffer records = ByteBuffer.wrap(bytes.toByteArray());
    bytes.reset();
    added += records.remaining();
    try {
      while (records.hasRemaining()) {
        to.write(records);
      }
    } catch (IOException torn) {
      // A part of a record may be there, so nothing can follow.
      copy = null;
      close();
      throw torn;
    }
  }

  /** The stream is over. */
  void ended() throws IOException {
    copy = null;
    bytes.reset();
    close();
    Files.deleteIfExists(file.path());
  }

  /** Closes the file; nothing can be added any more. */
  void close() throws IOException {
    FileChannel open = end;
    end = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
