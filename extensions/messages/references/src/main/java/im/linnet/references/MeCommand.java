package im.linnet.references;

import im.linnet.stanza.Message;
import org.jspecify.annotations.Nullable;

/**
 * A message that describes its sender in the third person (XEP-0245, section 2): {@code /me
 * laughs}. Display it unlike notices of joins and leaves, which it could imitate (section 5).
 *
 * @param action what follows the sender's name, such as {@code laughs}
 */
public record MeCommand(String action) {

  private static final String COMMAND = "/me ";

  /**
   * Reads the command.
   *
   * @param message a message
   * @return the command; null if its text does not begin with exactly {@code "/me "}, or if it came
   *     back with an error
   */
  public static @Nullable MeCommand of(Message message) {
    String body = message.type() == Message.Type.ERROR ? null : message.body();
    return body == null ? null : of(body);
  }

  /**
   * Reads the command.
   *
   * @param text the text of a message, such as one without its {@link Fallback}
   * @return the command; null if it does not begin with exactly {@code "/me "}
   */
  public static @Nullable MeCommand of(String text) {
    return text.startsWith(COMMAND) ? new MeCommand(text.substring(COMMAND.length())) : null;
  }
}
