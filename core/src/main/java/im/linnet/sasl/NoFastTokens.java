package im.linnet.sasl;

import im.linnet.jid.Jid;
import org.jspecify.annotations.Nullable;

/** Keeps nothing. */
enum NoFastTokens implements FastTokens {
  INSTANCE;

  @Override
  public @Nullable FastToken load(Jid account) {
    return null;
  }

  @Override
  public void save(Jid account, FastToken token) {}

  @Override
  public void remove(Jid account) {}
}
