package im.linnet.testkit.small;

import im.linnet.testkit.small.Subscription.Change;
import im.linnet.testkit.xml.XmlElement;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Requests for subscriptions and their answers (RFC 6121, section 3). */
final class Subscriptions {
  private final Site site;

  Subscriptions(Site site) {
    this.site = site;
  }

  /** {@return what the presence changes, or null if it is not about a subscription} */
  static @Nullable Change change(Stanza presence) {
    for (Change change : Change.values()) {
      if (presence.hasType(type(change))) {
        return change;
      }
    }
    return null;
  }

  /** Processes what the user sent: stored, pushed, then routed from the bare address. */
  void send(Account account, Address to, Change change, XmlElement presence) {
    Contact before = account.contact(to);
    Contact after = before.with(before.subscription().sent(change));
    boolean requests = change == Change.SUBSCRIBE || change == Change.UNSUBSCRIBE;
    boolean changed = !after.subscription().equals(before.subscription());
    boolean toRoster = change == Change.SUBSCRIBE || (change == Change.SUBSCRIBED && changed);
    Contact stored = toRoster ? after.inRoster() : after;
    account.put(stored);
    if (stored.listed() && !stored.equals(before)) {
      site.rosters().push(account, stored.toXml());
    }
    if (change == Change.UNSUBSCRIBED && before.subscription().from()) {
      site.presences().hide(account, to);
    }
    if (requests || changed) {
      site.router().route(Stanza.of(presence, Stanza.Kind.PRESENCE, account.address(), to));
    }
    if (change == Change.SUBSCRIBED && changed) {
      site.presences().show(account, to);
    }
  }

  /** Processes what another sent to the account. What changes nothing is not delivered. */
  void receive(Account account, Change change, Stanza presence) {
    Stanza bare = presence.readdressed(presence.from().bare(), account.address());
    Contact before = account.contact(bare.from());
    Contact after = before.with(before.subscription().received(change));
    if (change == Change.SUBSCRIBE && before.subscription().from()) {
      site.router().route(Stanza.presence("subscribed", bare.to(), bare.from()));
      return;
    }
    if (after.subscription().equals(before.subscription())) {
      return;
    }
    account.put(change == Change.SUBSCRIBE ? after.with(bare) : after);
    for (ClientSession session : account.sessions()) {
      if (change == Change.SUBSCRIBE ? session.available() : session.interested()) {
        session.send(bare);
      }
    }
    if (after.listed() && change != Change.SUBSCRIBE) {
      site.rosters().push(account, after.toXml());
    }
    if (change == Change.UNSUBSCRIBE && before.subscription().from()) {
      site.presences().hide(account, bare.from());
    }
  }

  /**
   * Ends all that is between a user and a contact who is removed (RFC 6121, section 2.5.2). The
   * contact receives {@code unsubscribe} and {@code unsubscribed}, each if there is something to
   * end, also when the contact is a gateway that takes this for the end of a registration.
   */
  void end(Account account, Contact contact) {
    Subscription subscription = contact.subscription();
    if (subscription.from()) {
      site.presences().hide(account, contact.address());
    }
    if (subscription.to() || subscription.asked()) {
      route(account, Change.UNSUBSCRIBE, contact.address());
    }
    if (subscription.from() || subscription.asking()) {
      route(account, Change.UNSUBSCRIBED, contact.address());
    }
  }

  private void route(Account account, Change change, Address to) {
    site.router().route(Stanza.presence(type(change), account.address(), to));
  }

  private static String type(Change change) {
    return change.name().toLowerCase(Locale.ROOT);
  }
}
