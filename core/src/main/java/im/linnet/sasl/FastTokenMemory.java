package im.linnet.sasl;

import im.linnet.jid.Jid;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tokens in memory, by account. */
final class FastTokenMemory implements FastTokens {

  private final Map<Jid, FastToken> tokens = new ConcurrentHashMap<>();

  @Override
  public @Nullable FastToken load(Jid account) {
    return tokens.get(account);
  }

  @Override
  public void save(Jid account, FastToken token) {
    tokens.put(account, token);
  }

  @Override
  public void remove(Jid account) {
    tokens.remove(account);
  }

  @Override
  public String toString() {
    return "FastTokens[in memory]";
  }
}
