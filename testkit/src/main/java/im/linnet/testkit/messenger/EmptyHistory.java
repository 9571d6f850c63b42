package im.linnet.testkit.messenger;

/** What "an empty response" looks like when there is no history; the documentation does not say. */
public enum EmptyHistory {
  /** An empty {@code <list/>}, and an empty {@code <chat/>} whichever is retrieved. */
  EMPTY_LIST,
  /** A list of one collection, which is an empty {@code <chat/>} when it is retrieved. */
  EMPTY_CHAT,
  /** A result without child. */
  NO_CHILD,
  /** The error item-not-found. */
  ITEM_NOT_FOUND
}
