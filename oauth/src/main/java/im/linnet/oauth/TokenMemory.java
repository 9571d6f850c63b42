package im.linnet.oauth;

import org.jspecify.annotations.Nullable;

/** Keeps tokens until the program ends. */
final class TokenMemory implements TokenStore {

  private volatile @Nullable Tokens kept;

  @Override
  public @Nullable Tokens load() {
    return kept;
  }

  @Override
  public void save(Tokens tokens) {
    kept = tokens;
  }
}
