package im.linnet.rostersync;

/** A user's decision on the suggestions of a gateway. */
public enum Decision {
  /** Apply them, those of the future included, without further questions. */
  ALLOW,
  /** Apply none, and ask no more: each is an ordinary subscription request. */
  DENY,
  /** No decision: keep what waits, and ask again on the next stream that has suggestions. */
  LATER
}
