package im.linnet.sasl;

import im.linnet.file.OwnFile;
import im.linnet.file.OwnFile.Guard;
import im.linnet.jid.Jid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tokens in a file of properties: the account is the key; the mechanism, the expiry, the user
 * agent's id and the token are the value, separated by spaces.
 */
final class FastTokenFile implements FastTokens {

  private static final int MAX_SIZE = 1 << 20;
  private static final int PARTS = 4;

  private final OwnFile file;

  FastTokenFile(Path file) {
    this.file = new OwnFile(file, Guard.SECRET, "delete it and sign in again");
  }

  @Override
  public synchronized @Nullable FastToken load(Jid account) throws IOException {
    String value = read().getProperty(account.toString());
    return value == null ? null : token(value);
  }

  @Override
  public synchronized void save(Jid account, FastToken token) throws IOException {
    Properties all = read();
    all.setProperty(
        account.toString(),
        String.join(
            " ",
            token.mechanism(),
            token.expiry().toString(),
            token.userAgent().toString(),
            token.secret()));
    write(all);
  }

  @Override
  public synchronized void remove(Jid account) throws IOException {
    Properties all = read();
    if (all.remove(account.toString()) != null) {
      write(all);
    }
  }

  private FastToken token(String value) throws IOException {
    String[] parts = value.split(" ", PARTS);
    try {
      if (parts.length == PARTS) {
        return FastToken.of(parts[0], parts[3], Instant.parse(parts[1]), UUID.fromString(parts[2]));
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      throw somethingElse();
    }
    throw somethingElse();
  }

  private Properties read() throws IOException {
    Properties all = new Properties();
    byte[] bytes = file.read(MAX_SIZE);
    if (bytes == null) {
      return all;
    }
    try {
      all.load(new ByteArrayInputStream(bytes));
    } catch (IllegalArgumentException e) {
      throw somethingElse();
    }
    return all;
  }

  private void write(Properties all) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    all.store(text, null);
    file.write(text.toByteArray());
  }

  private FileSystemException somethingElse() {
    return file.problem("it contains something other than tokens; delete it, and sign in again");
  }

  @Override
  public String toString() {
    return "FastTokens[" + file + "]";
  }
}
