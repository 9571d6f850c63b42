package im.linnet.roster;

import im.linnet.jid.Jid;
import im.linnet.roster.Contact.Subscription;

/** Contacts at localhost. */
final class Contacts {

  private Contacts() {}

  static Contact of(String local) {
    return of(local, Subscription.NONE);
  }

  static Contact of(String local, Subscription subscription) {
    return Contact.builder(Jid.of(local + "@localhost")).subscription(subscription).build();
  }
}
