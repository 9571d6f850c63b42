package im.linnet.chatstates;

/** When chat states are sent (XEP-0085, section 5.1). Those of others are heard in any case. */
public enum Sending {
  /** Never: the user does not want to tell. */
  NEVER,

  /**
   * To contacts that have sent one themselves, or of whom it is known otherwise that they like to
   * get them. What a service does that does not know chat states, is so never put to the test.
   */
  IN_RETURN,

  /**
   * As {@link #IN_RETURN}, and besides messages to contacts that have not replied yet carry {@link
   * ChatState#ACTIVE}, by which they are asked to send theirs.
   */
  OFFERED
}
