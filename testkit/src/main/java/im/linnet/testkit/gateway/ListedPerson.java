package im.linnet.testkit.gateway;

import org.jspecify.annotations.Nullable;

/** The contact that a request is addressed to. */
final class ListedPerson {
  private ListedPerson() {}

  /** Returns the contact, or answers with an error and returns null. */
  static @Nullable Person of(Iq iq) {
    Session session = iq.site().session(iq.from());
    if (session == null || !session.ready()) {
      iq.error("auth", StanzaError.NOT_AUTHORIZED);
      return null;
    }
    Person person = session.contacts().find(Addresses.legacy(iq.to()));
    if (person == null) {
      iq.error("cancel", StanzaError.RECIPIENT_UNAVAILABLE);
    }
    return person;
  }
}
