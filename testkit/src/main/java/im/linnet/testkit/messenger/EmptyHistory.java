package im.linnet.testkit.messenger;

/** The form of "an empty response" if there is no history; the documentation does not define it. */
public enum EmptyHistory {
  /** An empty {@code <list/>}, and an empty {@code <chat/>} for every retrieval. */
  EMPTY_LIST,
  /** A list of one collection, which is retrieved as an empty {@code <chat/>}. */
  EMPTY_CHAT,
  /** A result without a child. */
  NO_CHILD,
  /** The error item-not-found. */
  ITEM_NOT_FOUND
}
