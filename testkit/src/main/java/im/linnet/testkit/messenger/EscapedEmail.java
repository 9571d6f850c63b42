package im.linnet.testkit.messenger;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An e-mail address escaped as the addressee of a stanza (XEP-0106). */
final class EscapedEmail {
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(20|22|26|27|2f|3a|3c|3e|40|5c)", Pattern.CASE_INSENSITIVE);

  private EscapedEmail() {}

  /** {@return the e-mail address} */
  static String unescaped(String jid) {
    return ESCAPE
        .matcher(jid)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
  }
}
