package im.linnet.avatar;

/** By which way an avatar was announced, and is fetched. */
enum Origin {
  /** By a presence, and it is in the vCard (XEP-0153). */
  CARD,
  /** By an event, and it is in a node of the account (XEP-0084). */
  NODE,
  /** The same, and the node was queried because a presence had said something else. */
  CHECKED_NODE
}
