package im.linnet.rostersync;

/** What a gateway suggests for a contact. */
public enum Wanted {
  /** Neither sees the other's presence (roster-subsync). */
  NONE,
  /** The user sees the contact's presence (roster-subsync). */
  TO,
  /** The contact sees the user's presence (roster-subsync). */
  FROM,
  /** Each sees the other's presence (roster-subsync). */
  BOTH,
  /** The contact is not on the roster (roster-subsync). */
  REMOVE,
  /** Add the contact, or add it to groups (XEP-0144, section 3.1). */
  ADD,
  /** Remove the contact, or remove it from groups (XEP-0144, section 3.2). */
  DELETE,
  /** Change the contact's name or groups (XEP-0144, section 3.3). */
  MODIFY;

  /** Whether it is the end state of subscriptions, so that a later one replaces it. */
  boolean isEndState() {
    return switch (this) {
      case NONE, TO, FROM, BOTH, REMOVE -> true;
      case ADD, DELETE, MODIFY -> false;
    };
  }

  /** Whether the user is to see the contact's presence, as an end state. */
  boolean toContact() {
    return this == TO || this == BOTH;
  }

  /** Whether the contact is to see the user's presence, as an end state. */
  boolean fromContact() {
    return this == FROM || this == BOTH;
  }
}
