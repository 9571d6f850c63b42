package im.linnet.xml;

import im.linnet.xml.StreamParseException.Condition;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The XML declaration (XML 1.0, production [23]) that may begin a stream: version 1.0 or another
 * 1.x, which is read as 1.0 (section 2.8), encoding UTF-8 or none, standalone not "no". Its few
 * bytes are collected up to the first {@code >}, which can only be its end, and then matched as a
 * whole.
 */
final class XmlDeclaration {

  /** Longer than any real declaration, and little to buffer. */
  private static final int LONGEST = 8192;

  private static final String VALUE = "[ \t\r\n]*+=[ \t\r\n]*+(\"[^\"]*+\"|'[^']*+')";
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "[ \t\r\n]++version"
              + VALUE
              + "(?:[ \t\r\n]++encoding"
              + VALUE
              + ")?+(?:[ \t\r\n]++standalone"
              + VALUE
              + ")?+[ \t\r\n]*+\\?>");

  /** Production [26], with any number of digits. */
  private static final Pattern VERSION = Pattern.compile("1\\.[0-9]++");

  private final Input in;
  private final Token token;
  private final InstructionTarget target;

  /** Must be created after {@code <?}. */
  XmlDeclaration(Input in, Token token) {
    this.in = in;
    this.token = token;
    target = new InstructionTarget(in);
  }

  /** Continues reading. Returns whether the declaration is complete and valid. */
  boolean read() {
    boolean inRest = !token.isEmpty() || target.read();
    return inRest && readRest();
  }

  private boolean readRest() {
    while (in.ready()) {
      int b = in.peek();
      check(b);
      token.add(b);
      in.position++;
      if (b == '>') {
        finish(token.text());
        token.clear();
        token.trim();
        return true;
      }
    }
    return false;
  }

  private void check(int b) {
    if (b >= 0x80 || b == '<' || !XmlChars.isChar(b)) {
      throw in.unexpectedByte("in the XML declaration");
    }
    if (token.length() == LONGEST) {
      throw in.error(
          Condition.POLICY_VIOLATION,
          "an XML declaration of more than %d bytes".formatted(LONGEST));
    }
  }

  private void finish(String declaration) {
    Matcher parts = GRAMMAR.matcher(declaration);
    if (!parts.matches()) {
      throw refused(Condition.NOT_WELL_FORMED, "no XML declaration, or not its end");
    }
    String version = inside(parts.group(1));
    if (version == null || !VERSION.matcher(version).matches()) {
      throw refused(Condition.NOT_WELL_FORMED, "a version of XML that is not 1.x");
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
