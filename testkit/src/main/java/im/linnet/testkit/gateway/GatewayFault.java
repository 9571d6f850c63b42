package im.linnet.testkit.gateway;

/**
 * What a gateway may do wrong. Set with {@link GatewaySettings#withFaults}, also while it runs.
 * Pictures that are no pictures are made by {@link Avatar}, forged pushes by {@link Push}.
 */
public enum GatewayFault {
  /** Registration requests are not answered. */
  REGISTRATION_UNANSWERED,
  /** A registration is answered by a text message instead of an IQ. */
  REGISTRATION_BY_MESSAGE,
  /** The gateway does not ask for a subscription after a registration. */
  NO_SUBSCRIPTION_REQUEST,
  /** Subscription requests, to the gateway and to contacts, are not answered. */
  SUBSCRIPTION_UNANSWERED,
  /** Pushes come with the registration, before the user has accepted the gateway. */
  PUSHES_BEFORE_CONSENT,
  /** Every push comes twice. */
  PUSHES_TWICE,
  /**
   * The gateway and the contacts announce themselves at the first sign of a registered user, even
   * at a probe.
   */
  PRESENCE_AT_ONCE,
  /** The legacy network refuses the password. */
  LOGIN_FAILS,
  /** The session never becomes ready, until {@link GatewayUser#finishSignOn}. */
  SIGN_ON_STALLS,
  /** Prompts are not answered. */
  PROMPT_UNANSWERED,
  /** A prompt is answered by an address of another domain. */
  PROMPT_OF_OTHER_DOMAIN,
  /** Requests are answered twice; the second answer differs if there is a difference to make. */
  ANSWERED_TWICE,
  /** Another address answers before the addressee does. */
  ANSWERED_BY_OTHERS,
  /** Requests for a vCard are not answered. */
  CARD_UNANSWERED,
  /** Hashes are announced in upper case. */
  HASH_IN_UPPER_CASE,
  /** The announced hash is that of no picture. */
  HASH_OF_NOTHING,
  /** Typing is announced to users who did not ask for it. */
  TYPING_UNASKED,
  /** Joins are not answered. */
  ROOM_UNANSWERED,
  /**
   * Joins in the old way are answered like those to a room of today: removed, with 110, 307, 333.
   */
  ROOM_REFUSES_OLD_JOIN
}
