package im.linnet.receipts;

import im.linnet.jid.Jid;
import im.linnet.receipts.StoredMessage.Kind;
import im.linnet.stanza.StanzaError.Condition;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One line of a {@link ReceiptFile}: the state, the kind, the chat and the id, both with
 * percent-encoding, and the condition of a message that bounced.
 */
final class ReceiptLine {

  private static final int PARTS = 4;

  private ReceiptLine() {}

  static String write(StoredMessage message) {
    Condition condition = message.condition();
    return String.join(
            " ",
            word(message.state()),
            word(message.kind()),
            encoded(message.chat().toString()),
            encoded(message.id()))
        + (condition == null ? "\n" : " " + word(condition) + "\n");
  }

  /** Reads a line; throws {@link IllegalArgumentException} if it is none of these. */
  static StoredMessage read(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != PARTS && parts.length != PARTS + 1) {
      throw new IllegalArgumentException("a line of %d words".formatted(parts.length));
    }
    return new StoredMessage(
        Jid.received(decoded(parts[2])),
        decoded(parts[3]),
        constant(Kind.class, parts[1]),
        constant(DeliveryState.class, parts[0]),
        parts.length == PARTS ? null : constant(Condition.class, parts[PARTS]));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
