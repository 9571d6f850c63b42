package im.linnet.testkit.small;

import java.util.Locale;

/**
 * The error conditions of stanzas that the server uses, with their type (RFC 6120, section 8.3).
 */
enum Refusal {
  BAD_REQUEST("modify"),
  CONFLICT("cancel"),
  FORBIDDEN("auth"),
  ITEM_NOT_FOUND("cancel"),
  JID_MALFORMED("modify"),
  NOT_ACCEPTABLE("modify"),
  NOT_ALLOWED("cancel"),
  REMOTE_SERVER_NOT_FOUND("cancel"),
  SERVICE_UNAVAILABLE("cancel");

  private final String type;

  Refusal(String type) {
    this.type = type;
  }

  /** {@return the error element} */
  String toXml() {
    String condition = name().toLowerCase(Locale.ROOT).replace('_', '-');
    return "<error type='%s'><%s xmlns='%s'/></error>".formatted(type, condition, Ns.STANZA_ERROR);
  }
}
