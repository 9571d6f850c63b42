package im.linnet.oauth;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Stores the tokens of one user for a {@link TokenSource}. Called by one thread at a time, never by
 * an event loop, so it may block.
 */
public interface TokenStore {

  /**
   * Loads the tokens saved last.
   *
   * @return the tokens, or null if there are none
   * @throws IOException if there are tokens that can't be read
   */
  @Nullable Tokens load() throws IOException;

  /**
   * Saves tokens, replacing those saved before.
   *
   * @param tokens the tokens
   * @throws IOException if they can't be saved; then those saved before are kept
   */
  void save(Tokens tokens) throws IOException;

  /** {@return a store in memory, which is lost when the program ends} */
  static TokenStore memory() {
    return new TokenMemory();
  }
}
