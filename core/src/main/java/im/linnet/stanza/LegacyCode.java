package im.linnet.stanza;

import org.jspecify.annotations.Nullable;

/** A legacy error code and its meaning (XEP-0086, section 3). */
enum LegacyCode {
  REDIRECT(302, "redirect", StanzaError.Type.MODIFY),
  BAD_REQUEST(400, "bad-request", StanzaError.Type.MODIFY),
  NOT_AUTHORIZED(401, "not-authorized", StanzaError.Type.AUTH),
  PAYMENT_REQUIRED(402, "payment-required", StanzaError.Type.AUTH),
  FORBIDDEN(403, "forbidden", StanzaError.Type.AUTH),
  NOT_FOUND(404, "item-not-found", StanzaError.Type.CANCEL),
  NOT_ALLOWED(405, "not-allowed", StanzaError.Type.CANCEL),
  NOT_ACCEPTABLE(406, "not-acceptable", StanzaError.Type.MODIFY),
  REGISTRATION_REQUIRED(407, "registration-required", StanzaError.Type.AUTH),
  REQUEST_TIMEOUT(408, "remote-server-timeout", StanzaError.Type.WAIT),
  CONFLICT(409, "conflict", StanzaError.Type.CANCEL),
  INTERNAL_SERVER_ERROR(500, "internal-server-error", StanzaError.Type.WAIT),
  NOT_IMPLEMENTED(501, "feature-not-implemented", StanzaError.Type.CANCEL),
  REMOTE_SERVER_ERROR(502, "service-unavailable", StanzaError.Type.WAIT),
  SERVICE_UNAVAILABLE(503, "service-unavailable", StanzaError.Type.CANCEL),
  REMOTE_SERVER_TIMEOUT(504, "remote-server-timeout", StanzaError.Type.WAIT),
  DISCONNECTED(510, "service-unavailable", StanzaError.Type.CANCEL);

  private final String code;
  private final String condition;
  private final StanzaError.Type type;

  LegacyCode(int code, String condition, StanzaError.Type type) {
    this.code = Integer.toString(code);
    this.condition = condition;
    this.type = type;
  }

  /** Reads the code in an attribute; null if it is none of these. */
  static @Nullable LegacyCode of(@Nullable String attribute) {
    String text = attribute == null ? "" : attribute.strip();
    for (LegacyCode known : values()) {
      if (known.code.equals(text)) {
        return known;
      }
    }
    return null;
  }

  /** The name of the condition that a code stands for. */
  static String condition(@Nullable LegacyCode code) {
    return code == null ? StanzaError.Condition.UNDEFINED_CONDITION.wireName() : code.condition;
  }

  /** What the sender may do. */
  StanzaError.Type type() {
    return type;
  }
}
