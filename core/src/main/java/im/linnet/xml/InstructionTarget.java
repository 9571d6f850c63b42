package im.linnet.xml;

import im.linnet.xml.StreamParseException.Condition;

/**
 * Reads the target after {@code <?}. Only {@code xml}, that of an XML declaration, is read to its
 * end. The first byte that differs is refused: as a processing instruction (RFC 6120, section
 * 11.1), or as malformed XML.
 */
final class InstructionTarget {

  static final String XML = "xml";

  private final Input in;
  private int matched;

  /** Must be created after {@code <?}. */
  InstructionTarget(Input in) {
    this.in = in;
  }

  /** Continues reading. Returns whether {@code xml} was read and white space is the next byte. */
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

  /** Returns whether that byte may begin a character beyond ASCII. */
  private static boolean leads(int b) {
    return b >= 0xC2 && b <= 0xF4;
  }
}
