package im.linnet.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import im.linnet.file.OwnFile;
import im.linnet.file.OwnFile.Guard;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
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

  private final OwnFile file;

  /**
   * Names the file without accessing it.
   *
   * @param file the file; its directory must exist when tokens are saved
   */
  public TokenFile(Path file) {
    this.file = new OwnFile(file, Guard.SECRET, "delete the file and consent again");
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
    byte[] bytes = file.read(MAX_SIZE);
    if (bytes == null) {
      return null;
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
    file.write(Json.write(json(tokens)));
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
      return Tokens.builder(access, Instant.parse(expires))
          .refresh(parameters.get("refresh_token"))
          .scopes(scope == null ? Set.of() : ScopeText.read(scope))
          .build();
    } catch (DateTimeParseException e) {
      // Without the cause, which quotes the text.
      throw new IllegalArgumentException("expires is not an instant");
    }
  }

  private FileSystemException somethingElse(String what) {
    return file.problem(what + " (expected: tokens as saved; delete the file and consent again)");
  }

  /** {@return the path of the file} */
  @Override
  public String toString() {
    return "TokenFile[" + file + "]";
  }
}
