package im.linnet.file;

import im.linnet.xml.Element;
import im.linnet.xml.StreamHeader;
import im.linnet.xml.StreamParseException;
import im.linnet.xml.StreamWriter;
import im.linnet.xml.WholeStream;
import im.linnet.xml.XmlLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An {@link OwnFile} with elements, written and read as a whole.
 *
 * <pre>{@code
 * OwnFile own = new OwnFile(Path.of("notes"), OwnFile.Guard.SECRET, "delete it");
 * ElementFile file = new ElementFile(own, 1 << 20);
 * file.write(List.of(Element.of("note", "urn:example:notes")));
 * }</pre>
 *
 * <p>Methods block. Safe for use by several threads, as an {@link OwnFile} is.
 */
public final class ElementFile {

  private static final String CONTENT = "jabber:client";
  private static final int MOST_BYTES = 1 << 26;

  private final OwnFile file;
  private final int limit;

  /**
   * Names the file without accessing it.
   *
   * @param file the file
   * @param limit the most bytes that it may have, 1 to 64 MiB
   * @throws IllegalArgumentException if the limit is another number
   */
  public ElementFile(OwnFile file, int limit) {
    if (limit < 1 || limit > MOST_BYTES) {
      throw new IllegalArgumentException(
          "limit: %d (expected: 1 to %d)".formatted(limit, MOST_BYTES));
    }
    this.file = Objects.requireNonNull(file, "file");
    this.limit = limit;
  }

  /**
   * Reads the file.
   *
   * @return the elements in their order, or null if there is no file
   * @throws FileSystemException if it is not such a file, is cut off, or {@link OwnFile#read}
   *     refuses it
   */
  public @Nullable List<Element> read() throws IOException {
    byte[] bytes = file.read(limit);
    return bytes == null ? null : elements(bytes);
  }

  private List<Element> elements(byte[] bytes) throws IOException {
    WholeStream read;
    try {
      read = WholeStream.of(bytes, XmlLimits.session().withStanzaBytes(limit).withTextBytes(limit));
    } catch (StreamParseException malformed) {
      throw file.problem("it can't be read: " + malformed.getMessage());
    }
    StreamHeader header = read.header();
    if (!read.closed() || header == null || !header.isStream()) {
      throw file.problem("it is cut off, or no file with elements");
    }
    return read.elements();
  }

  /**
   * Writes or replaces the file; see {@link OwnFile#write}.
   *
   * @param elements its whole content
   * @throws FileSystemException if they take more bytes than the file may have, which leaves the
   *     old content there
   */
  public void write(List<Element> elements) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StreamWriter writer = new StreamWriter(bytes, CONTENT);
    writer.open("file", null, null);
    elements.forEach(writer::write);
    writer.close();
    if (bytes.size() > limit) {
      throw file.problem("%d bytes to write (expected: at most %d)".formatted(bytes.size(), limit));
    }
    file.write(bytes.toByteArray());
  }

  /** {@return the path} */
  @Override
  public String toString() {
    return file.toString();
  }
}
