package im.linnet.testkit.messenger.oauth;

/** What the user, or the page on the user's behalf, says. */
public enum ConsentAnswer {
  /** Yes: a code in the query or a token in the fragment, as was asked for. */
  GRANTED,
  /** No, as an error in the query. */
  DENIED_IN_QUERY,
  /** No, as an error in the fragment. */
  DENIED_IN_FRAGMENT,
  /** Yes, with another state than the one that was sent. */
  WRONG_STATE
}
