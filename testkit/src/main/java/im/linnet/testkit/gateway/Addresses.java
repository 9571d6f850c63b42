package im.linnet.testkit.gateway;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** XMPP addresses, and how those of the gateway map to the legacy network. */
final class Addresses {
  /** The resource from which contacts send messages and presence. */
  static final String RESOURCE = "/msn";

  private static final String MANGLED_AT = "%";
  private static final String ESCAPED_AT = "\\40";

  private final String domain;

  Addresses(String domain) {
    this.domain = domain;
  }

  String domain() {
    return domain;
  }

  /** {@return a contact's bare address} */
  String contact(String id, AddressForm form) {
    String at = form == AddressForm.PERCENT ? MANGLED_AT : ESCAPED_AT;
    return id.replace("@", at) + "@" + domain;
  }

  /** {@return a room's address} */
  String room(String name) {
    return name + "@" + domain;
  }

  /** {@return the address on the legacy network} */
  static String legacy(String jid) {
    return node(jid).replace(ESCAPED_AT, "@").replace(MANGLED_AT, "@");
  }

  /** {@return whether the address is the gateway itself} Any resource is ignored. */
  boolean gateway(String jid) {
    return bare(jid).equalsIgnoreCase(domain);
  }

  /** {@return whether the address can be a room: it has a local part that is no contact's} */
  boolean isRoom(String jid) {
    String node = node(jid);
    return !node.isEmpty() && !node.contains(MANGLED_AT) && !node.contains(ESCAPED_AT);
  }

  static String bare(String jid) {
    int slash = jid.indexOf('/');
    return slash < 0 ? jid : jid.substring(0, slash);
  }

  /** {@return the form in which a user's bare address is a key} */
  static String user(String jid) {
    return bare(jid).toLowerCase(Locale.ROOT);
  }

  /** {@return the resource, empty if there is none} */
  static String resource(String jid) {
    int slash = jid.indexOf('/');
    return slash < 0 ? "" : jid.substring(slash + 1);
  }

  /** {@return the local part, empty if there is none} */
  static String node(@Nullable String jid) {
    if (jid == null) {
      return "";
    }
    int at = bare(jid).indexOf('@');
    return at < 0 ? "" : jid.substring(0, at);
  }
}
