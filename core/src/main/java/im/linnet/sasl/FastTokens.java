package im.linnet.sasl;

import im.linnet.jid.Jid;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a client keeps its tokens for the next sign-in (XEP-0484), at most one for an account. Set
 * it by {@code ClientBuilder.fastTokens}.
 *
 * <p>Methods are called on worker threads, so they may block, and must be safe for use by several
 * threads. If one fails, the client logs it and signs in without a token; the message must not
 * contain the token.
 */
public interface FastTokens {

  /**
   * Returns the token of an account.
   *
   * @param account the bare address
   * @return the token saved last, or null
   * @throws IOException if the tokens can't be read
   */
  @Nullable FastToken load(Jid account) throws IOException;

  /**
   * Keeps a token instead of the one before. When the method returns the token must be safe, as the
   * server may refuse the old one.
   *
   * @param account the bare address
   * @param token the new token
   * @throws IOException if it can't be kept
   */
  void save(Jid account, FastToken token) throws IOException;

  /**
   * Forgets a token that the server refused or that has expired.
   *
   * @param account the bare address
   * @throws IOException if the tokens can't be changed
   */
  void remove(Jid account) throws IOException;

  /**
   * Keeps tokens in memory, for reconnecting.
   *
   * @return an empty store, which several clients may share
   */
  static FastTokens inMemory() {
    return new FastTokenMemory();
  }

  /**
   * Keeps tokens in a file that only its owner can read, so that a program signs in without the
   * password after a restart, too. On a file system without POSIX permissions the folder must
   * protect it.
   *
   * @param file the file; its folder must exist when a token is saved
   * @return the store. Only one object at a time may use the file
   */
  static FastTokens file(Path file) {
    return new FastTokenFile(file);
  }

  /**
   * Keeps no tokens: the client never asks for one and always signs in by its mechanisms.
   *
   * @return the store
   */
  static FastTokens none() {
    return NoFastTokens.INSTANCE;
  }
}
