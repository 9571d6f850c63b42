package im.linnet.testkit.messenger.oauth;

/** How the token endpoint answers. */
public enum TokenAnswer {
  /**
   * According to RFC 6749; each refresh returns a new refresh token and invalidates the old one.
   */
  AS_TRACED,
  /** The number of seconds is a string. */
  NUMBERS_AS_STRINGS,
  /** The access token is percent-encoded. */
  PERCENT_ENCODED,
  /** A refresh returns no new refresh token; the old one stays valid. */
  NO_NEW_REFRESH_TOKEN,
  /** HTTP 400 with the error {@code invalid_grant}. */
  INVALID_GRANT,
  /** HTTP 401 with the error {@code invalid_client}. */
  INVALID_CLIENT,
  /** An error that quotes the whole request. */
  QUOTING_ERROR,
  /** HTTP 200 with an HTML page whose content type quotes the whole request. */
  QUOTING_TYPE,
  /** HTTP 200 with an HTML page. */
  HTML,
  /** HTTP 503 with an HTML page. */
  OUT_OF_ORDER,
  /** Valid JSON with the content type of a picture. */
  WRONG_TYPE,
  /** JSON without an access token. */
  NO_TOKEN,
  /** Truncated JSON. */
  CUT_JSON,
  /** HTTP 307 to itself. */
  REDIRECT,
  /** No answer. */
  SILENT,
  /** The head of a response and then a space from time to time. */
  DRIPPING,
  /** An endless body of spaces. */
  ENDLESS,
  /** A response that announces a gigabyte and begins to send it. */
  GIGABYTE
}
