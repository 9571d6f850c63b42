package im.linnet.testkit.messenger.oauth;

/** How the token endpoint answers. */
public enum TokenAnswer {
  /** By RFC 6749; each refresh gives a new refresh token and the old one is of no use any more. */
  AS_TRACED,
  /** The number of seconds is written as a text. */
  NUMBERS_AS_STRINGS,
  /** The access token is percent-encoded. */
  PERCENT_ENCODED,
  /** A refresh gives no new refresh token; the old one stays good. */
  NO_NEW_REFRESH_TOKEN,
  /** HTTP 400 with the error {@code invalid_grant}. */
  INVALID_GRANT,
  /** HTTP 401 with the error {@code invalid_client}. */
  INVALID_CLIENT,
  /** An error that quotes all that was sent. */
  QUOTING_ERROR,
  /** HTTP 200 with a page of HTML. */
  HTML,
  /** HTTP 503 with a page of HTML. */
  OUT_OF_ORDER,
  /** Good JSON that is said to be a picture. */
  WRONG_TYPE,
  /** JSON without an access token. */
  NO_TOKEN,
  /** JSON that is cut. */
  CUT_JSON,
  /** HTTP 307 to itself. */
  REDIRECT,
  /** No answer. */
  SILENT,
  /** The head of an answer and then a blank now and then. */
  DRIPPING,
  /** Blanks without end. */
  ENDLESS,
  /** An answer that says it has a gigabyte, and begins to send it. */
  GIGABYTE
}
