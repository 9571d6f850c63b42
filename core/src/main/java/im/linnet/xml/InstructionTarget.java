package im.linnet.xml;

import im.linnet.xml.StreamParseException.Condition;

/**
 * Reads the target of what begins with {@code <?}. Only that of an XML declaration, {@code xml},
 * comes to its end; at the first byte that shows another it is refused, as a processing instruction
 * (RFC 6120, section 11.1), or as no XML at all.
 */
final class InstructionTarget {

  static final String XML = "xml";

  private final Input in;
  private int matched;

  /** To be made after {@code <?}. */
  InstructionTarget(Input in) {
    this.in = in;
  }

  /** Reads on; whether {@code xml} was read and white space is the next byte. */
  boolean read() {
    while (in.ready()) {
      int b = in.peek();
      boolean complete = matched == XML.length();
      if (complete && ByteClass.isSpace(b)) {
        return true;
      }
      if (complete || b != XML.charAt(matched)) {
        throw refused(b);
      }
      matched++;
      in.position++;
    }
    return false;
  }

  private StreamParseException refused(int b) {
    boolean first = matched == 0;
    boolean inTarget = b < 0x80 ? first ? ByteClass.startsName(b) : ByteClass.inName(b) : leads(b);
    boolean afterTarget = !first && (ByteClass.isSpace(b) || b == '?');
    return inTarget || afterTarget
        ? in.error(Condition.RESTRICTED_XML, "a processing instruction")
        : in.unexpectedByte("in the target of a processing instruction");
  }

  /** Whether a character beyond ASCII may begin with that byte. */
  private static boolean leads(int b) {
    return b >= 0xC2 && b <= 0xF4;
  }
}
