package im.linnet.gateway;

import im.linnet.jid.InvalidJidException;
import im.linnet.jid.Jid;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A name in the form that a localpart can hold (XEP-0106): each of the nine characters that a
 * localpart may not contain, and a backslash that would be read as the start of such an escape, is
 * written as a backslash and two hexadecimal digits. Never compare addresses by their unescaped
 * form (section 4.1); show the unescaped form to people.
 *
 * @param text the escaped form, such as {@code d\27artagnan}
 */
public record EscapedName(String text) {

  private static final String ESCAPED = " \"&'/:<>@\\";
  private static final String BLANK = "\\20";
  private static final int LENGTH = 3;

  /**
   * Checks the escaped form.
   *
   * @throws IllegalArgumentException if it is empty, contains a character that has to be escaped,
   *     or starts or ends with an escaped space (section 3.2)
   */
  public EscapedName {
    if (text.isEmpty() || text.chars().anyMatch(c -> c != '\\' && ESCAPED.indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "name: %d characters (expected: at least one, none of them to be escaped)"
              .formatted(text.length()));
    }
    if (text.startsWith(BLANK) || text.endsWith(BLANK)) {
      throw new IllegalArgumentException("name: a space at an end (expected: another character)");
    }
  }

  /**
   * Escapes a name (sections 3.2 and 4.2). A backslash is only escaped where it would be read as
   * the start of an escape; in upper case, too, because a localpart is mapped to lower case.
   *
   * @param name the name as people write it, without a URI scheme and not percent-encoded
   * @return the escaped name
   * @throws IllegalArgumentException if the name is empty, or starts or ends with a space
   */
  public static EscapedName escape(String name) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean escape =
          c == '\\' ? escapedAt(name.toLowerCase(Locale.ROOT), i) != null : isEscaped(c);
      escaped.append(escape ? "\\%02x".formatted((int) c) : String.valueOf(c));
    }
    return new EscapedName(escaped.toString());
  }

  /**
   * The name as people write it (section 3.3). What is no escape is left as it is, and so is an
   * escaped space at an end, which no escaped name has.
   *
   * @param localpart the localpart of an address, escaped or not
   * @return the unescaped name
   */
  public static String unescape(String localpart) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < localpart.length(); i++) {
      Character escaped = escapedAt(localpart, i);
      boolean atEnd = i == 0 || i + LENGTH == localpart.length();
      if (escaped == null || (escaped == ' ' && atEnd)) {
        name.append(localpart.charAt(i));
      } else {
        name.append(escaped.charValue());
        i += LENGTH - 1;
      }
    }
    return name.toString();
  }

  /** {@return the name as people write it (section 3.3)} */
  public String unescaped() {
    return unescape(text);
  }

  /**
   * The address of this name at a domain.
   *
   * @param domain the domain; a localpart and a resourcepart are ignored
   * @return the bare address
   * @throws InvalidJidException if a localpart can't hold the name
   */
  public Jid at(Jid domain) {
    return Jid.of(text, domain.domain(), null);
  }

  /** {@return the escaped form} */
  @Override
  public String toString() {
    return text;
  }

  private static boolean isEscaped(char c) {
    return ESCAPED.indexOf(c) >= 0;
  }

  /** The character whose escape starts here, or null. Only lower case counts (section 3.1). */
  private static @Nullable Character escapedAt(String text, int at) {
    if (text.charAt(at) != '\\' || at + LENGTH > text.length()) {
      return null;
    }
    for (int i = 0; i < ESCAPED.length(); i++) {
      if (text.startsWith("%02x".formatted((int) ESCAPED.charAt(i)), at + 1)) {
        return ESCAPED.charAt(i);
      }
    }
    return null;
  }
}
