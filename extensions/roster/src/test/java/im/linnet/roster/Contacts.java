package im.linnet.roster;

import im.linnet.jid.Jid;
import im.linnet.roster.Contact.Subscription;
import java.util.Set;

/** Contacts at localhost. */
final class Contacts {

  private Contacts() {}

  static Contact of(String local) {
    return of(local, Subscription.NONE);
  }

  static Contact of(String local, Subscription subscription) {
    return new Contact(Jid.of(local + "@localhost"), null, subscription, false, false, Set.of());
  }
}
