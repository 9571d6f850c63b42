package im.linnet.gateway;

import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stops what would end the registration with a gateway by accident: {@code unsubscribe} and {@code
 * unsubscribed} to the gateway itself, and the removal of its roster item, upon which the server
 * sends both.
 */
final class Unregistering implements Filter {

  private static final String ROSTER = "jabber:iq:roster";

  private final Predicate<Jid> registered;
  private final Map<Jid, Integer> allowed = new HashMap<>();

  /** Guards the domains that the predicate names. */
  Unregistering(Predicate<Jid> registered) {
    this.registered = registered;
  }

  /** Lets it pass for one gateway until the subscription is closed. */
  synchronized Subscription allow(Jid gateway) {
    allowed.merge(gateway, 1, Integer::sum);
    return new Subscription() {
      private boolean open = true;

      @Override
      public void close() {
        synchronized (Unregistering.this) {
          if (open) {
            open = false;
            allowed.computeIfPresent(gateway, (same, count) -> count == 1 ? null : count - 1);
          }
        }
      }
    };
  }

  private synchronized boolean isAllowed(Jid gateway) {
    return allowed.containsKey(gateway);
  }

  @Override
  public Verdict outgoing(Stanza stanza) {
    Jid gateway = endedBy(stanza);
    return gateway == null || isAllowed(gateway) || !registered.test(gateway)
        ? Verdict.pass()
        : Verdict.drop(
            "it would end the registration with a gateway; if that is wanted, see"
                + " Gateways.allowUnregistering");
  }

  /** The domain whose registration a stanza would end, or null. */
  private static @Nullable Jid endedBy(Stanza stanza) {
    Jid to = stanza.to();
    if (stanza instanceof Presence presence) {
      boolean ends =
          presence.type() == Presence.Type.UNSUBSCRIBE
              || presence.type() == Presence.Type.UNSUBSCRIBED;
      return ends && to != null && to.local() == null ? to.bare() : null;
    }
    return stanza instanceof Iq iq && iq.type() == Iq.Type.SET ? removed(iq.payload()) : null;
  }

  private static @Nullable Jid removed(@Nullable Element query) {
    if (query == null || !query.is("query", ROSTER)) {
      return null;
    }
    List<Element> items = query.children("item", ROSTER);
    String jid = items.isEmpty() ? null : items.get(0).attribute("jid");
    if (jid == null || !"remove".equals(items.get(0).attribute("subscription"))) {
      return null;
    }
    try {
      Jid contact = Jid.received(jid);
      return contact.local() == null ? contact.bare() : null;
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }
}
