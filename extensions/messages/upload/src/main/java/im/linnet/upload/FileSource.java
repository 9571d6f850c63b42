package im.linnet.upload;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A file to upload: its name, where its content comes from, and what it is. Immutable. */
public final class FileSource {

  /** Opens the content; may block. */
  private interface Opening {
    BodyPublisher open() throws IOException;
  }

  private final String name;
  private final Opening opening;
  private final @Nullable String mediaType;
  private final Purpose purpose;

  private FileSource(String name, Opening opening, @Nullable String mediaType, Purpose purpose) {
    this.name = Objects.requireNonNull(name, "name");
    this.opening = opening;
    this.mediaType = mediaType;
    this.purpose = purpose;
  }

  /**
   * A file on disk. It is read while it is sent and must not change meanwhile.
   *
   * @param file the file
   * @return the source, with the name of the file
   */
  public static FileSource of(Path file) {
    Path last = file.getFileName();
    return new FileSource(
        last == null ? "file" : last.toString(), () -> onDisk(file), null, Purpose.MESSAGE);
  }

  private static BodyPublisher onDisk(Path file) throws IOException {
    // Its length would be 0 for what is no file, such as a device.
    if (!Files.isRegularFile(file)) {
      throw new IOException("not a file");
    }
    return BodyPublishers.ofFile(file);
  }

  /**
   * Bytes in memory.
   *
   * @param name the name of the file
   * @param content the content, which must not be changed afterwards
   * @return the source
   */
  public static FileSource of(String name, byte[] content) {
    return new FileSource(name, () -> BodyPublishers.ofByteArray(content), null, Purpose.MESSAGE);
  }

  /**
   * A publisher of the content.
   *
   * @param name the name of the file
   * @param size the number of bytes that it publishes
   * @param content publishes the content, at each subscription from the beginning
   * @return the source
   */
  public static FileSource of(
      String name, long size, Flow.Publisher<? extends ByteBuffer> content) {
    Objects.requireNonNull(content, "content");
    return new FileSource(
        name,
        () -> size > 0 ? BodyPublishers.fromPublisher(content, size) : BodyPublishers.noBody(),
        null,
        Purpose.MESSAGE);
  }

  /**
   * Sets the media type, which the recipients get from the web server.
   *
   * @param type such as {@code image/png}
   * @return a copy with it
   */
  public FileSource mediaType(String type) {
    return new FileSource(name, opening, Objects.requireNonNull(type, "type"), purpose);
  }

  /**
   * Sets another name than that of the file on disk.
   *
   * @param other the name that recipients see
   * @return a copy with it
   */
  public FileSource name(String other) {
    return new FileSource(other, opening, mediaType, purpose);
  }

  /**
   * Sets what the file is for; ignored by services that do not distinguish it.
   *
   * @param other the purpose
   * @return a copy with it
   */
  public FileSource purpose(Purpose other) {
    return new FileSource(name, opening, mediaType, Objects.requireNonNull(other, "other"));
  }

  /** {@return the name} */
  public String name() {
    return name;
  }

  /** {@return the media type, or null if unknown} */
  public @Nullable String mediaType() {
    return mediaType;
  }

  /** {@return what it is for} */
  public Purpose purpose() {
    return purpose;
  }

  BodyPublisher open() throws IOException {
    return opening.open();
  }

  @Override
  public String toString() {
    return "FileSource[%s, mediaType=%s, purpose=%s]".formatted(name, mediaType, purpose);
  }
}
