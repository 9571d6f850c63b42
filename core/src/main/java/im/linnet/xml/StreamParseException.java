package im.linnet.xml;

/**
 * The peer sent something that the parser refuses. The stream can't be read any further (RFC 6120,
 * section 4.9.1.1). The message contains the place and at most one character or a shortened name,
 * never the content.
 */
public final class StreamParseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Condition condition;
  private final long byteOffset;
  private final boolean beyondAllowance;

  StreamParseException(Condition condition, String what, long byteOffset) {
    this(condition, what, byteOffset, false);
  }

  private StreamParseException(
      Condition condition, String what, long byteOffset, boolean beyondAllowance) {
    super(condition.wireName() + " at byte " + byteOffset + ": " + what);
    this.condition = condition;
    this.byteOffset = byteOffset;
    this.beyondAllowance = beyondAllowance;
  }

  static StreamParseException beyondAllowance(String what, long byteOffset) {
    return new StreamParseException(Condition.POLICY_VIOLATION, what, byteOffset, true);
  }

  /** {@return the condition of the stream error to send} */
  public Condition condition() {
    return condition;
  }

  /**
   * {@return the offset of the first byte refused, counted from the start of the stream, from 0}
   */
  public long byteOffset() {
    return byteOffset;
  }

  /**
   * {@return whether a child of the root exceeded what a {@link StanzaAllowance} granted, rather
   * than the limits}
   */
  public boolean isBeyondAllowance() {
    return beyondAllowance;
  }

  /** The stream error conditions of RFC 6120, section 4.9.3, that reading XML can cause. */
  public enum Condition {
    /** XML that is not allowed at its place: text between stanzas, a stream inside a stream. */
    BAD_FORMAT("bad-format"),
    /** Not well-formed according to XML 1.0 or Namespaces in XML 1.0. */
    NOT_WELL_FORMED("not-well-formed"),
    /** More than the {@link XmlLimits} allow. */
    POLICY_VIOLATION("policy-violation"),
    /** Well-formed, but forbidden in XMPP: a comment, processing instruction, DTD or entity. */
    RESTRICTED_XML("restricted-xml"),
    /** Not UTF-8. */
    UNSUPPORTED_ENCODING("unsupported-encoding");

    private final String wireName;

    Condition(String wireName) {
      this.wireName = wireName;
    }

    /** {@return the name of the condition's element in a stream error} */
    public String wireName() {
      return wireName;
    }
  }
}
