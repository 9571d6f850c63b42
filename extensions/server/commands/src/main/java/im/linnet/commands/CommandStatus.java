package im.linnet.commands;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a command is (XEP-0050, section 4.1). */
public enum CommandStatus {
  /** The responder waits for the next action. */
  EXECUTING,
  /** The session has ended. It has failed if a {@link Note} of type error says so (section 3.5). */
  COMPLETED,
  /** The session was cancelled. */
  CANCELED;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable CommandStatus of(@Nullable String wireName) {
    for (CommandStatus status : values()) {
      if (status.wireName().equals(wireName)) {
        return status;
      }
    }
    return null;
  }
}
