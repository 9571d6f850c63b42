package im.linnet.oauth;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link TokenSource} keeps the tokens of one user. It is called by one thread at a time,
 * never by an event loop, so it may wait.
 */
public interface TokenStore {

  /**
   * Gives the tokens saved last.
   *
   * @return the tokens, or null if there are none
   * @throws IOException if there are, and they can't be read
   */
  @Nullable Tokens load() throws IOException;

  /**
   * Saves tokens in place of those saved before.
   *
   * @param tokens the tokens
   * @throws IOException if they can't be saved; then those saved before are still there
   */
  void save(Tokens tokens) throws IOException;

  /** {@return a store that forgets when the program ends} */
  static TokenStore memory() {
    return new TokenMemory();
  }
}
