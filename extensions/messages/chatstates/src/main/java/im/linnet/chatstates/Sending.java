package im.linnet.chatstates;

/** When chat states are sent (XEP-0085, section 5.1). Those of others are always received. */
public enum Sending {
  /** Never: the user does not want to send chat states. */
  NEVER,

  /**
   * To contacts that have sent one themselves, or are otherwise known to {@linkplain
   * ChatStates#wanted want} them. A service that does not support chat states thus never gets one.
   */
  IN_RETURN,

  /**
   * As {@link #IN_RETURN}; in addition, messages to contacts that have not replied yet carry {@link
   * ChatState#ACTIVE}, which asks them for their chat states.
   */
  OFFERED
}
