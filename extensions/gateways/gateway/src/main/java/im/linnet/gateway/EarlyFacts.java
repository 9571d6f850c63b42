package im.linnet.gateway;

import im.linnet.jid.Jid;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What domains said before the roster could show that they are gateways: a gateway may answer the
 * user's first presence before the server sends the roster. Bounded; not thread-safe.
 */
final class EarlyFacts {

  /**
   * The most domains that are remembered; then the one that was silent for longest is forgotten.
   */
  static final int MOST = 64;

  private final Map<Jid, KnownGateway> facts = new LinkedHashMap<>();
  private boolean expectsRoster = true;

  /** Notes a fact about a domain, unless the roster is there. */
  void note(Jid domain, UnaryOperator<KnownGateway> fact) {
    if (expectsRoster) {
      facts.put(domain, fact.apply(take(domain)));
      if (facts.size() > MOST) {
        facts.remove(facts.keySet().iterator().next());
      }
    }
  }

  /** {@return what is known of a domain} It is not remembered any longer. */
  KnownGateway take(Jid domain) {
    KnownGateway fact = facts.remove(domain);
    return fact == null ? KnownGateway.NEW : fact;
  }

  /** The roster is there: who is not on it is no gateway of the user. */
  void rosterIsThere() {
    expectsRoster = false;
    facts.clear();
  }

  /** A new stream, whose roster is not there yet. */
  void beginAgain() {
    expectsRoster = true;
    facts.clear();
  }
}
