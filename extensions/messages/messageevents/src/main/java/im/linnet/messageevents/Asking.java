package im.linnet.messageevents;

/**
 * Which contacts are asked for typing notices (XEP-0022, section 3.1). The user's own notices go
 * only to contacts that have asked for them.
 */
public enum Asking {
  /** None, and the user's own notices are not sent either. */
  NEVER,

  /**
   * Contacts that ask for typing notices themselves, as those of a gateway do with each message,
   * and contacts that are known to {@linkplain MessageEvents#wanted support} them. Others never get
   * an element of XEP-0022.
   */
  IN_RETURN,

  /** In addition, contacts that have not written yet. */
  OFFERED
}
