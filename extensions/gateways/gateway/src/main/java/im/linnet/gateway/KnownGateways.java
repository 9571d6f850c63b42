package im.linnet.gateway;

import im.linnet.jid.Jid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The facts about all gateways, and the domains known to be something else. Bounded. Thread-safe;
 * the lock is held for collections, and for handing over changes in their order.
 */
final class KnownGateways {

  /** The most gateways, and the most other domains. */
  static final int MOST = 512;

  private final Consumer<GatewayChange> changes;
  private final Map<Jid, KnownGateway> all = new LinkedHashMap<>();
  private final EarlyFacts early = new EarlyFacts();
  private final Set<Jid> others = new LinkedHashSet<>();

  /** Hands over each change under the lock, so the consumer must only queue it. */
  KnownGateways(Consumer<GatewayChange> changes) {
    this.changes = changes;
  }

  synchronized @Nullable KnownGateway get(Jid domain) {
    return all.get(domain);
  }

  /** Notes a fact about a domain that is a gateway or may be one; without room, does nothing. */
  synchronized boolean note(Jid domain, UnaryOperator<KnownGateway> fact) {
    KnownGateway before = all.get(domain);
    if (before == null && (others.contains(domain) || all.size() >= MOST)) {
      return false;
    }
    put(domain, before, fact.apply(before == null ? early.take(domain) : before));
    return true;
  }

  /** Notes a fact about a domain that is known already. */
  synchronized void noteKnown(Jid domain, UnaryOperator<KnownGateway> fact) {
    KnownGateway before = all.get(domain);
    if (before != null) {
      put(domain, before, fact.apply(before));
    }
  }

  /** Notes what a domain has sent; of an unknown one, only until the roster is there. */
  synchronized void noteHeard(Jid domain, UnaryOperator<KnownGateway> fact) {
    if (all.containsKey(domain)) {
      noteKnown(domain, fact);
    } else if (!others.contains(domain)) {
      early.note(domain, fact);
    }
  }

  /** The roster is there, and its gateways are noted. */
  synchronized void rosterIsThere() {
    early.rosterIsThere();
  }

  /** Forgets all that was heard on an earlier stream. */
  synchronized void forgetHeard() {
    early.beginAgain();
    List.copyOf(all.keySet()).forEach(domain -> noteKnown(domain, KnownGateway::forgotten));
  }

  /** Notes that a domain is something else than a gateway, unless the user says otherwise. */
  synchronized void isOther(Jid domain) {
    KnownGateway before = all.get(domain);
    if (before != null && before.isRegistering()) {
      return;
    }
    all.remove(domain);
    others.add(domain);
    if (others.size() > MOST) {
      others.remove(others.iterator().next());
    }
  }

  /** Notes that a domain may be a gateway after all. */
  synchronized void isNoOther(Jid domain) {
    others.remove(domain);
  }

  /** The gateways that have said that they are gateways. */
  synchronized List<Gateway> found() {
    List<Gateway> found = new ArrayList<>();
    for (KnownGateway known : all.values()) {
      if (known.gateway() != null) {
        found.add(known.gateway());
      }
    }
    return found;
  }

  private void put(Jid domain, @Nullable KnownGateway before, KnownGateway now) {
    GatewayState was = (before == null ? KnownGateway.NEW : before).state();
    if (now.isNeeded()) {
      all.put(domain, now);
    } else {
      all.remove(domain);
    }
    if (!was.equals(now.state())) {
      changes.accept(new GatewayChange(domain, was, now.state()));
    }
  }
}
