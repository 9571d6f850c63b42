package im.linnet.testkit.messenger.oauth;

/** The response of the user, or of the page on the user's behalf. */
public enum ConsentAnswer {
  /** Granted: a code in the query or a token in the fragment, as requested. */
  GRANTED,
  /** Denied, with an error in the query. */
  DENIED_IN_QUERY,
  /** Denied, with an error in the fragment. */
  DENIED_IN_FRAGMENT,
  /** Granted, with another state than the one that was sent. */
  WRONG_STATE
}
