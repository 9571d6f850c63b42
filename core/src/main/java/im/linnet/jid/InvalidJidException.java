package im.linnet.jid;

import java.io.Serial;

/**
 * Thrown when a text is not an XMPP address (RFC 7622). The message names the part and quotes it,
 * shortened, with all characters escaped that could forge or reorder a line of a log.
 */
public final class InvalidJidException extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  private static final int MAX_SHOWN = 64;

  private final Part part;
  private final String reason;

  /** The parts of an address (RFC 7622, 3.1). */
  public enum Part {
    /** The part before the first at-sign. */
    LOCAL("localpart"),
    /** The name or IP literal of the server. */
    DOMAIN("domainpart"),
    /** The part after the first slash. */
    RESOURCE("resourcepart");

    private final String noun;

    Part(String noun) {
      this.noun = noun;
    }
  }

  InvalidJidException(Part part, String reason, String value) {
    super(part.noun + " \"" + shown(value) + "\": " + reason);
    this.part = part;
    this.reason = reason;
  }

  /** {@return the invalid part} */
  public Part part() {
    return part;
  }

  /** {@return the reason in a few words, without a quotation} */
  public String reason() {
    return reason;
  }

  private static String shown(String value) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < value.length() && i < MAX_SHOWN) {
      int c = value.codePointAt(i);
      if (isHarmless(c)) {
        out.appendCodePoint(c);
      } else {
        out.append("<U+%04X>".formatted(c));
      }
      i += Character.charCount(c);
    }
    if (i < value.length()) {
      out.append("… (").append(value.length()).append(" chars)");
    }
    return out.toString();
  }

  /**
   * Returns whether the character is visible and no control, so it can't break or reorder a line.
   */
  private static boolean isHarmless(int c) {
    return switch (StringClass.derived(c)) {
      case PVALID, FREE_PVAL -> true;
      default -> false;
    };
  }
}
