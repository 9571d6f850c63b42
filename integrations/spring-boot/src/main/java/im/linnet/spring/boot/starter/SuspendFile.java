package im.linnet.spring.boot.starter;

import im.linnet.connection.SavedStream;
import im.linnet.file.OwnFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file of one client's suspended stream. The stream is for one use: the file is deleted when
 * the client that was built with it is connected, and not before, so that an application that could
 * not connect leaves it for the next start.
 *
 * <p>Methods block. Safe for use by several threads.
 */
final class SuspendFile {

  private static final int MOST_BYTES = 64 << 20;
  private static final String REMEDY = "delete it, which loses the stream";

  private final String property;
  private final OwnFile file;
  private boolean written;

  /**
   * Names the file.
   *
   * @param property the property that names it
   */
  SuspendFile(String property, Path path) {
    this.property = property;
    this.file = new OwnFile(path, OwnFile.Guard.SECRET, REMEDY);
  }

  /**
   * Reads the stream of the last run.
   *
   * @return the stream, or null if there is none
   * @throws ClientSetupException if the file can't be read, or could not be written later
   */
  @Nullable SavedStream read() {
    Path folder = file.path().getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw problem(
          "is in no folder that this application may write to", null, "Create the folder");
    }
    try {
      byte[] bytes = file.read(MOST_BYTES);
      return bytes == null ? null : SavedStream.of(bytes);
    } catch (IOException | IllegalArgumentException failure) {
      throw problem("can't be used", failure, "Check the file, or " + REMEDY);
    }
  }

  private ClientSetupException problem(String what, @Nullable Throwable cause, String remedy) {
    return new ClientSetupException(
        "%s: %s %s".formatted(property, file.path(), what),
        remedy + ", or name another one in " + property,
        cause);
  }

  /** Keeps a stream for the next run. */
  synchronized void write(SavedStream stream) throws IOException {
    file.write(stream.toBytes());
    written = true;
  }

  /** Deletes what the last run has left, unless this one has left its own already. */
  synchronized void used() throws IOException {
    if (!written) {
      Files.deleteIfExists(file.path());
    }
  }

  /** {@return the path} */
  @Override
  public String toString() {
    return file.toString();
  }
}
