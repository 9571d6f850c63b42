package im.linnet.commands;

import im.linnet.forms.DataForm;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The reply of a {@link CommandHandler}: a stage, the result, or a refusal. Immutable. */
public final class CommandReply {

  /** What a reply means for the session. */
  sealed interface Outcome {}

  /** The requester has to answer a form; the action leads to the next handler. */
  record Asked(DataForm form, CommandAction action, CommandHandler next) implements Outcome {}

  /** The command is completed. */
  record Completed(@Nullable DataForm result) implements Outcome {}

  /** The request changes nothing. */
  record Refused(CommandError error, @Nullable String text) implements Outcome {}

  private final Outcome outcome;
  private final List<Note> notes;

  private CommandReply(Outcome outcome, List<Note> notes) {
    this.outcome = outcome;
    this.notes = List.copyOf(notes);
  }

  /**
   * Asks for more, and more stages follow. The requester may go back to earlier stages, which are
   * sent again as they were.
   *
   * @param form the form
   * @param next handles the answer
   * @return the reply
   */
  public static CommandReply ask(DataForm form, CommandHandler next) {
    return asked(form, CommandAction.NEXT, next);
  }

  /**
   * Asks for more, for the last time: the answer completes the command.
   *
   * @param form the form
   * @param last handles the answer
   * @return the reply
   */
  public static CommandReply askLast(DataForm form, CommandHandler last) {
    return asked(form, CommandAction.COMPLETE, last);
  }

  private static CommandReply asked(DataForm form, CommandAction action, CommandHandler next) {
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(next, "next");
    return new CommandReply(new Asked(form, action, next), List.of());
  }

  /** {@return the reply that the command is completed} */
  public static CommandReply done() {
    return new CommandReply(new Completed(null), List.of());
  }

  /**
   * Completes the command.
   *
   * @param text what was done, for the user
   * @return the reply
   */
  public static CommandReply done(String text) {
    return done().withNote(new Note(Note.Type.INFO, text));
  }

  /**
   * Completes the command with data.
   *
   * @param result a form of kind {@link DataForm.Kind#RESULT}
   * @return the reply
   * @throws IllegalArgumentException if it is another kind
   */
  public static CommandReply done(DataForm result) {
    if (result.kind() != DataForm.Kind.RESULT) {
      throw new IllegalArgumentException(
          "result: %s (expected: a form of type result)".formatted(result.kind().wireName()));
    }
    return new CommandReply(new Completed(result), List.of());
  }

  /**
   * Completes the command without success (section 3.5).
   *
   * @param text the reason, for the user
   * @return the reply
   */
  public static CommandReply failed(String text) {
    return done().withNote(new Note(Note.Type.ERROR, text));
  }

  /**
   * Refuses what was entered. The requester stays at the same stage and may answer again.
   *
   * @param text the reason, for the user
   * @return the reply
   */
  public static CommandReply refused(String text) {
    return refused(CommandError.BAD_PAYLOAD, text);
  }

  /**
   * Refuses the request. The session stays as it is; one that this request started ends.
   *
   * @param error the error
   * @param text the reason, for the user, or null
   * @return the reply
   */
  public static CommandReply refused(CommandError error, @Nullable String text) {
    Objects.requireNonNull(error, "error");
    return new CommandReply(new Refused(error, text), List.of());
  }

  /**
   * Adds a note, which a refusal does not show.
   *
   * @param note the note
   * @return a copy
   */
  public CommandReply withNote(Note note) {
    List<Note> all = new ArrayList<>(notes);
    all.add(note);
    return new CommandReply(outcome, all);
  }

  /** {@return a completed stage with this reply} */
  public CompletionStage<CommandReply> now() {
    return CompletableFuture.completedFuture(this);
  }

  Outcome outcome() {
    return outcome;
  }

  /** Writes a stage, with the way back if there is one. */
  Element toElement(OfferedSession session, Asked asked, boolean first) {
    ElementBuilder actions =
        Element.builder("actions", Commands.NAMESPACE)
            .attribute("execute", asked.action().wireName());
    if (!first) {
      actions.child("prev", "");
    }
    actions.child(asked.action().wireName(), "");
    return command(session, CommandStatus.EXECUTING)
        .child(actions.build())
        .children(noted())
        .child(asked.form().toElement())
        .build();
  }

  /** Writes the result. */
  Element toElement(OfferedSession session, Completed completed) {
    DataForm result = completed.result();
    return command(session, CommandStatus.COMPLETED)
        .children(noted())
        .child(result == null ? null : result.toElement())
        .build();
  }

  static ElementBuilder command(OfferedSession session, CommandStatus status) {
    return Element.builder("command", Commands.NAMESPACE)
        .attribute("node", session.node())
        .attribute("sessionid", session.id())
        .attribute("status", status.wireName());
  }

  private List<Element> noted() {
    return notes.stream().map(Note::toElement).toList();
  }

  @Override
  public String toString() {
    return "CommandReply[%s, %d notes]".formatted(outcome.getClass().getSimpleName(), notes.size());
  }
}
