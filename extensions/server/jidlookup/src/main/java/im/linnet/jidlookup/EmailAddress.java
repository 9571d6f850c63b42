package im.linnet.jidlookup;

import im.linnet.jid.Jid;
import java.util.Locale;

/**
 * E-mail addresses as JIDs. Characters that a localpart may not hold are escaped (XEP-0106): {@code
 * o'brien@contoso.com} becomes {@code o\27brien@contoso.com}. It is unknown how the service treated
 * such addresses; without escaping they can't be sent at all.
 */
final class EmailAddress {

  private static final String ESCAPED = " \"&'/:<>@";
  private static final String ESCAPE = "\\%02x";

  private EmailAddress() {}

  /**
   * The JID to send to.
   *
   * @throws IllegalArgumentException if the text is no e-mail address that a JID can hold
   */
  static Jid toJid(String email) {
    int at = email.lastIndexOf('@');
    if (at < 1) {
      throw new IllegalArgumentException("no local part before an at-sign");
    }
    String local = email.substring(0, at);
    if (local.startsWith(" ") || local.endsWith(" ")) {
      throw new IllegalArgumentException("a blank at an end (XEP-0106, section 2)");
    }
    return Jid.of(escaped(local), email.substring(at + 1), null);
  }

  private static String escaped(String local) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < local.length(); i++) {
      char c = local.charAt(i);
      if (ESCAPED.indexOf(c) >= 0 || (c == '\\' && looksEscaped(local, i))) {
        escaped.append(ESCAPE.formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** Whether a backslash would be read as the start of an escape; only then it is escaped. */
  private static boolean looksEscaped(String local, int at) {
    if (at + 3 > local.length()) {
      return false;
    }
    String code = local.substring(at + 1, at + 3).toLowerCase(Locale.ROOT);
    return code.equals("5c") || ESCAPED.chars().anyMatch(c -> code.equals("%02x".formatted(c)));
  }
}
