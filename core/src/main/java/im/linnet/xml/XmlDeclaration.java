package im.linnet.xml;

import im.linnet.xml.StreamParseException.Condition;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The XML declaration (XML 1.0, production [23]), as a stream may begin with it: version 1.0, the
 * encoding UTF-8 if any is named, standalone not "no". Its few bytes are gathered and then matched
 * as a whole.
 */
final class XmlDeclaration {

  private static final String VALUE = "[ \t\r\n]*+=[ \t\r\n]*+(\"[^\"]*+\"|'[^']*+')";
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "<\\?xml[ \t\r\n]++version"
              + VALUE
              + "(?:[ \t\r\n]++encoding"
              + VALUE
              + ")?+(?:[ \t\r\n]++standalone"
              + VALUE
              + ")?+[ \t\r\n]*+\\?>");

  private static final String TARGET = "<?xml";

  private final Input in;
  private final Token token;
  private boolean question;

  XmlDeclaration(Input in, Token token) {
    this.in = in;
    this.token = token;
  }

  /** To be called after {@code <?}. */
  void begin() {
    token.add('<');
    token.add('?');
  }

  /** Reads on; whether the declaration is complete, and was found good. */
  boolean read() {
    while (in.ready()) {
      int b = in.peek();
      check(b);
      token.add(b);
      in.position++;
      if (question && b == '>') {
        finish(token.text());
        token.clear();
        token.trim();
        return true;
      }
      question = b == '?';
    }
    return false;
  }

  private void check(int b) {
    int at = token.length();
    if (at < TARGET.length() ? b != TARGET.charAt(at) : at == 5 && !ByteClass.isSpace(b)) {
      throw in.error(Condition.RESTRICTED_XML, "a processing instruction");
    }
    if (b >= 0x80 || !XmlChars.isChar(b)) {
      throw in.unexpectedByte("in the XML declaration");
    }
  }

  private void finish(String declaration) {
    Matcher parts = GRAMMAR.matcher(declaration);
    if (!parts.matches() || !"1.0".equals(inside(parts.group(1)))) {
      throw refused(Condition.NOT_WELL_FORMED, "no XML declaration of version 1.0");
    }
    String encoding = inside(parts.group(2));
    if (encoding != null && !encoding.equalsIgnoreCase("UTF-8")) {
      throw refused(Condition.UNSUPPORTED_ENCODING, "an encoding declared that is not UTF-8");
    }
    String standalone = inside(parts.group(3));
    if ("no".equals(standalone)) {
      throw refused(Condition.RESTRICTED_XML, "standalone 'no', which announces a DTD");
    }
    if (standalone != null && !standalone.equals("yes")) {
      throw refused(Condition.NOT_WELL_FORMED, "standalone is neither 'yes' nor 'no'");
    }
  }

  private StreamParseException refused(Condition condition, String what) {
    return in.errorBefore(condition, what);
  }

  private static @Nullable String inside(@Nullable String quoted) {
    return quoted == null ? null : quoted.substring(1, quoted.length() - 1);
  }
}
