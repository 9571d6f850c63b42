package im.linnet.references;

import im.linnet.stanza.Message;
import im.linnet.xml.XmlText;
import org.jspecify.annotations.Nullable;

/** The beginning of a message as a quotation (XEP-0393, section 5.1.3), for replies to it. */
final class Quotation {

  private static final int MAX_LENGTH = 512;
  private static final int MAX_LINES = 8;

  private Quotation() {}

  /** The quotation with a line end, without what the message itself quotes; or nothing. */
  static String of(Message message) {
    String text = message.payload(Spoiler.TYPE) == null ? text(message) : null;
    if (text == null || text.isBlank()) {
      return "";
    }
    StringBuilder quotation = new StringBuilder();
    String[] lines = XmlText.shortened(text.strip(), MAX_LENGTH).split("\n", MAX_LINES + 1);
    for (int i = 0; i < lines.length; i++) {
      quotation.append("> ").append(i < MAX_LINES ? lines[i] : "…").append('\n');
    }
    return quotation.toString();
  }

  private static @Nullable String text(Message message) {
    return Fallback.body(message, Reply.NAMESPACE);
  }
}
