package im.linnet.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tokens in a JSON file that only its owner can read. Saving is atomic: a reader, also after
 * a crash, finds either the old or the new tokens.
 *
 * <p>On a file system without POSIX permissions, such as that of Windows, the file inherits the
 * permissions of its directory, so the directory must belong to the user alone.
 */
public final class TokenFile implements TokenStore {

  private static final int MAX_SIZE = 64 * 1024;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path file;

  /**
   * Names the file without accessing it.
   *
   * @param file the file; its directory must exist when tokens are saved
   */
  public TokenFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /**
   * Reads the file.
   *
   * @return the tokens, or null if there is no file
   * @throws FileSystemException if others than the owner may read or write the file, or if it
   *     contains something other than tokens; the message does not quote it
   */
  @Override
  public @Nullable Tokens load() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      requireOwnerOnly();
      bytes = in.readNBytes(MAX_SIZE + 1);
    } catch (NoSuchFileException e) {
      return null;
    }
    if (bytes.length > MAX_SIZE) {
      throw somethingElse("more than %d bytes".formatted(MAX_SIZE));
    }
    try {
      return read(Json.parameters(Json.read(bytes)));
    } catch (IllegalArgumentException e) {
      throw somethingElse(String.valueOf(e.getMessage()));
    }
  }

  /** Replaces the file. */
  @Override
  public void save(Tokens tokens) throws IOException {
    Path directory = file.getParent();
    if (directory == null) {
      throw problem("it is a directory (expected: a file)");
    }
    Path draft =
        posix()
            ? Files.createTempFile(
                directory, ".tokens", null, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
            : Files.createTempFile(directory, ".tokens", null);
    try {
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(Json.write(json(tokens)));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        // Before the move, as a crash might otherwise leave an empty file under the new name.
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static ObjectNode json(Tokens tokens) {
    ObjectNode object = Json.object();
    object.put("access_token", tokens.access());
    if (tokens.refresh() != null) {
      object.put("refresh_token", tokens.refresh());
    }
    object.put("expires", tokens.expires().toString());
    object.put("scope", ScopeText.write(tokens.scopes()));
    return object;
  }

  private static Tokens read(TokenResponse.Parameters parameters) {
    String access = parameters.get("access_token");
    String expires = parameters.get("expires");
    String scope = parameters.get("scope");
    if (access == null || expires == null) {
      throw new IllegalArgumentException("access_token or expires is absent");
    }
    try {
      return new Tokens(
          access,
          parameters.get("refresh_token"),
          Instant.parse(expires),
          scope == null ? Set.of() : ScopeText.read(scope));
    } catch (DateTimeParseException e) {
      // Without the cause, which quotes the text.
      throw new IllegalArgumentException("expires is not an instant");
    }
  }

  private FileSystemException somethingElse(String what) {
    return problem(what + " (expected: tokens as saved; delete the file to consent again)");
  }

  /** Correcting the permissions would hide that others may have read the file. */
  private void requireOwnerOnly() throws IOException {
    if (!posix()) {
      return;
    }
    Set<PosixFilePermission> tooMuch = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    tooMuch.removeAll(OWNER_ONLY);
    tooMuch.remove(PosixFilePermission.OWNER_EXECUTE);
    if (!tooMuch.isEmpty()) {
      throw problem(
          "others may have read the tokens: %s (expected: rw-------); delete the file and consent"
                  .formatted(PosixFilePermissions.toString(tooMuch))
              + " again, or chmod 600 it if you know better");
    }
  }

  private boolean posix() throws IOException {
    Path directory = file.getParent();
    return Files.getFileStore(directory == null ? file : directory)
        .supportsFileAttributeView(PosixFileAttributeView.class);
  }

  private FileSystemException problem(String what) {
    return new FileSystemException(file.toString(), null, what);
  }

  /** {@return the path of the file} */
  @Override
  public String toString() {
    return "TokenFile[" + file + "]";
  }
}
