package im.linnet.testkit.gateway;

/** How the gateway announces its contact list. */
public enum PushForm {
  /** roster-subsync in the namespace of PyMSNt: a presence for each contact. */
  SUBSYNC,
  /** roster-subsync in the namespace {@code http://jabber.org/protocol/roster-subsync}. */
  SUBSYNC_OF_JABBER_ORG,
  /** Roster Item Exchange (XEP-0144) in one message to the bare address. */
  EXCHANGE_IN_MESSAGE,
  /** Roster Item Exchange (XEP-0144) in one IQ to the full address of the user's first client. */
  EXCHANGE_IN_IQ,
  /** Not at all: contacts ask by ordinary subscription requests. */
  NONE
}
