package im.linnet.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small file that belongs to one user, such as one with tokens. It is written as a whole: a crash
 * leaves the old content or the new one. On a file system without POSIX permissions it has those of
 * its folder.
 *
 * <p>Methods block. Safe for use by several threads; of two programs that write at the same time,
 * the last one wins.
 */
public final class OwnFile {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /** What others must not be able to do with the file. */
  public enum Guard {
    /** They must neither read nor write it, because it contains secrets. */
    SECRET(
        "others may have read it: %s (expected: rw-------); %s, or chmod 600 it if you know"
            + " better"),
    /** They must not write it, because it is believed. */
    BELIEVED("others may write it: %s (expected: rw-------); %s, or check it and chmod 600");

    private final String fault;

    Guard(String fault) {
      this.fault = fault;
    }

    private EnumSet<PosixFilePermission> refused() {
      return switch (this) {
        case SECRET ->
            EnumSet.complementOf(
                EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE));
        case BELIEVED ->
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
      };
    }
  }

  private final Path path;
  private final Guard guard;
  private final String remedy;

  /**
   * Names the file without accessing it.
   *
   * @param path the file; its folder must exist when it is written
   * @param guard what others must not be able to do with it
   * @param remedy what the user should do if they are, or if it is too large, such as {@code delete
   *     it and sign in again}
   */
  public OwnFile(Path path, Guard guard, String remedy) {
    this.path = path.toAbsolutePath();
    this.guard = guard;
    this.remedy = remedy;
  }

  /** {@return its absolute path} */
  public Path path() {
    return path;
  }

  /**
   * Reads the file.
   *
   * @param limit the most bytes that it may have
   * @return its content, or null if there is no file
   * @throws FileSystemException if it is larger, or others are able to do what they must not.
   *     Correcting the permissions would hide that they may have done it
   */
  public byte @Nullable [] read(int limit) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      requireGuarded();
      bytes = in.readNBytes(limit + 1);
    } catch (NoSuchFileException none) {
      return null;
    }
    if (bytes.length > limit) {
      throw problem("more than %d bytes; %s".formatted(limit, remedy));
    }
    return bytes;
  }

  private void requireGuarded() throws IOException {
    if (!isPosix()) {
      return;
    }
    Set<PosixFilePermission> tooMuch = guard.refused();
    tooMuch.retainAll(Files.getPosixFilePermissions(path));
    if (!tooMuch.isEmpty()) {
      throw problem(guard.fault.formatted(PosixFilePermissions.toString(tooMuch), remedy));
    }
  }

  /**
   * Writes or replaces the file, readable and writable by its owner only.
   *
   * @param content the whole content
   * @throws IOException if it can't be written; the old content is then still there
   */
  public void write(byte[] content) throws IOException {
    Path folder = path.getParent();
    if (folder == null) {
      throw problem("it is a folder (expected: a file)");
    }
    Path draft =
        isPosix()
            ? Files.createTempFile(
                folder, ".draft", null, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
            : Files.createTempFile(folder, ".draft", null);
    try {
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        writeAll(channel, content);
        // Before the move, as a crash might otherwise leave an empty file under the new name.
        channel.force(true);
      }
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Adds to the end of the file, which is created if there is none, readable and writable by its
   * owner only. A crash may leave a part of the addition.
   *
   * @param addition what to add
   * @throws IOException if it can't be written; a part of it may be there
   */
  public void append(byte[] addition) throws IOException {
    FileAttribute<?>[] permissions =
        isPosix()
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    try (FileChannel channel = FileChannel.open(path, options, permissions)) {
      writeAll(channel, addition);
    }
  }

  private static void writeAll(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private boolean isPosix() throws IOException {
    Path folder = path.getParent();
    return Files.getFileStore(folder == null ? path : folder)
        .supportsFileAttributeView(PosixFileAttributeView.class);
  }

  /**
   * An exception about this file.
   *
   * @param what what is wrong with it; must not quote secrets
   * @return the exception, with the path
   */
  public FileSystemException problem(String what) {
    return new FileSystemException(path.toString(), null, what);
  }

  /** {@return the path} */
  @Override
  public String toString() {
    return path.toString();
  }
}
