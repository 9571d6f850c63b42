package im.linnet.commands;

import im.linnet.failure.StanzaException;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Why a command was not executed (XEP-0050, section 4.4). Of the failure of a future:
 *
 * <pre>{@code
 * client
 *     .get(Commands.class)
 *     .execute(Jid.of("bot@example.com/home"), "weather")
 *     .exceptionally(
 *         failure -> {
 *           System.out.println(CommandError.of(failure) + ": " + failure.getMessage());
 *           return null;
 *         });
 * }</pre>
 */
public enum CommandError {
  /**
   * The responder does not understand the action.
   *
   * <p>What to do: take an action that the stage allows: {@link CommandSession#actions}.
   */
  MALFORMED_ACTION(StanzaError.Type.MODIFY, Condition.BAD_REQUEST, "malformed-action"),
  /**
   * The responder does not accept the action now.
   *
   * <p>What to do: take an action that the stage allows: {@link CommandSession#actions}.
   */
  BAD_ACTION(StanzaError.Type.MODIFY, Condition.BAD_REQUEST, "bad-action"),
  /**
   * The responder does not speak the language.
   *
   * <p>What to do: set another {@code ClientBuilder.language}.
   */
  BAD_LOCALE(StanzaError.Type.MODIFY, Condition.BAD_REQUEST, "bad-locale"),
  /**
   * The responder does not accept the form, for example because a required field is missing.
   *
   * <p>What to do: answer all required fields of the stage's form.
   */
  BAD_PAYLOAD(StanzaError.Type.MODIFY, Condition.BAD_REQUEST, "bad-payload"),
  /**
   * The responder does not know the session.
   *
   * <p>What to do: execute the command from its beginning.
   */
  BAD_SESSIONID(StanzaError.Type.MODIFY, Condition.BAD_REQUEST, "bad-sessionid"),
  /**
   * The session was completed or cancelled, or took too long.
   *
   * <p>What to do: execute the command from its beginning.
   */
  SESSION_EXPIRED(StanzaError.Type.CANCEL, Condition.NOT_ALLOWED, "session-expired"),
  /**
   * The requester may not execute the command.
   *
   * <p>What to do: ask the responder's owner for permission.
   */
  FORBIDDEN(StanzaError.Type.CANCEL, Condition.FORBIDDEN, null),
  /**
   * The requester may not execute it now, mostly because of another session (section 3.3).
   *
   * <p>What to do: end the other session first.
   */
  NOT_ALLOWED(StanzaError.Type.CANCEL, Condition.NOT_ALLOWED, null),
  /**
   * There is no such command.
   *
   * <p>What to do: list the commands: {@link Commands#list}.
   */
  ITEM_NOT_FOUND(StanzaError.Type.CANCEL, Condition.ITEM_NOT_FOUND, null),
  /**
   * The entity has no commands, is absent, or, at some servers, has no such command.
   *
   * <p>What to do: use the full address of a client, and list the commands.
   */
  UNSUPPORTED(StanzaError.Type.CANCEL, Condition.SERVICE_UNAVAILABLE, null),
  /**
   * Another error, see {@link StanzaException#error()}.
   *
   * <p>What to do: see the text of the error.
   */
  OTHER(StanzaError.Type.CANCEL, Condition.UNDEFINED_CONDITION, null);

  private final StanzaError.Type type;
  private final Condition condition;

  /** The name of the element that says it, besides the condition; null if there is none. */
  private final @Nullable String specific;

  CommandError(StanzaError.Type type, Condition condition, @Nullable String specific) {
    this.type = type;
    this.condition = condition;
    this.specific = specific;
  }

  /**
   * Reads a failure.
   *
   * @param failure the failure of a request of {@link Commands} or {@link CommandSession}, possibly
   *     inside a {@link CompletionException}
   * @return the error, or null if the responder did not answer by an error
   */
  public static @Nullable CommandError of(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof StanzaException refused ? of(refused.error()) : null;
  }

  private static CommandError of(StanzaError error) {
    Element detail = error.application();
    if (detail != null && detail.namespace().equals(Commands.NAMESPACE)) {
      for (CommandError known : values()) {
        if (detail.name().equals(known.specific)) {
          return known;
        }
      }
    }
    return switch (error.condition()) {
      case FORBIDDEN, NOT_AUTHORIZED -> FORBIDDEN;
      case NOT_ALLOWED -> NOT_ALLOWED;
      case ITEM_NOT_FOUND -> ITEM_NOT_FOUND;
      case SERVICE_UNAVAILABLE, FEATURE_NOT_IMPLEMENTED -> UNSUPPORTED;
      default -> OTHER;
    };
  }

  StanzaError toStanzaError(@Nullable String text) {
    return new StanzaError(
        type,
        condition,
        condition.wireName(),
        text,
        specific == null ? null : Element.of(specific, Commands.NAMESPACE));
  }
}
