package im.linnet.testkit.gateway;

/** The error conditions that the gateway uses, with the codes of old (XEP-0086). */
enum StanzaError {
  BAD_REQUEST("bad-request", 400),
  NOT_AUTHORIZED("not-authorized", 401),
  ITEM_NOT_FOUND("item-not-found", 404),
  RECIPIENT_UNAVAILABLE("recipient-unavailable", 404),
  NOT_ALLOWED("not-allowed", 405),
  NOT_ACCEPTABLE("not-acceptable", 406),
  INTERNAL_SERVER_ERROR("internal-server-error", 500),
  FEATURE_NOT_IMPLEMENTED("feature-not-implemented", 501);

  private final String condition;
  private final int code;

  StanzaError(String condition, int code) {
    this.condition = condition;
    this.code = code;
  }

  String condition() {
    return condition;
  }

  /** {@return the error element, without a text} */
  String element(String type) {
    return element(type, "");
  }

  /** {@return the error element} */
  String element(String type, String more) {
    return "<error type='%s' code='%d'><%s xmlns='%s'/>%s</error>"
        .formatted(type, code, condition, Ns.STANZA_ERROR, more);
  }
}
