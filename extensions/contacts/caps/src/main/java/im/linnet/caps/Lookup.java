package im.linnet.caps;

import im.linnet.disco.DiscoInfo;
import im.linnet.jid.Jid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The lookup of one hash; guarded by {@link Lookups}. */
final class Lookup {

  /** An entity that is waited for. */
  static final class Asker {

    /** The node of a query. */
    final String node;

    final List<CompletableFuture<DiscoInfo>> callers = new ArrayList<>();

    /** Why querying it failed, or null. */
    @Nullable Throwable failure;

    Asker(String node) {
      this.node = node;
    }
  }

  final CapsHash hash;

  /** The entities of which callers want to know what they can do. */
  final Map<Jid, Asker> askers = new LinkedHashMap<>();

  /** The entities that were queried. */
  final Set<Jid> queried = new HashSet<>();

  /** How many others may be queried although no caller asks for them. */
  int substitutes = 2;

  /** The running query, or null. */
  @Nullable CompletableFuture<?> query;

  Lookup(CapsHash hash) {
    this.hash = hash;
  }

  void add(Jid entity, String node, CompletableFuture<DiscoInfo> caller) {
    if (!askers.containsKey(entity)) {
      queried.remove(entity);
    }
    askers.computeIfAbsent(entity, jid -> new Asker(node)).callers.add(caller);
  }

  /** Takes out a caller who has cancelled; true if nobody waits any more. */
  boolean leave(Jid entity, CompletableFuture<DiscoInfo> caller) {
    Asker asker = askers.get(entity);
    if (asker != null
        && asker.callers.removeIf(each -> each == caller)
        && asker.callers.isEmpty()) {
      askers.remove(entity);
      return askers.isEmpty();
    }
    return false;
  }

  /** The first entity that is waited for and was not queried, or null. */
  @Nullable Jid next() {
    for (Jid entity : askers.keySet()) {
      if (!queried.contains(entity)) {
        return entity;
      }
    }
    return null;
  }
}
