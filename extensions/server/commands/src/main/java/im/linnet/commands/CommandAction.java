package im.linnet.commands;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the requester wants of a command (XEP-0050, section 4.1). */
public enum CommandAction {
  /** Start, or do what is usual at this stage. */
  EXECUTE,
  /** End the session without result. */
  CANCEL,
  /** Go back to the previous stage. */
  PREV,
  /** Go on to the next stage. */
  NEXT,
  /** End the session with what was given so far. */
  COMPLETE;

  /** {@return the value of the attribute on the wire} */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable CommandAction of(@Nullable String wireName) {
    for (CommandAction action : values()) {
      if (action.wireName().equals(wireName)) {
        return action;
      }
    }
    return null;
  }
}
