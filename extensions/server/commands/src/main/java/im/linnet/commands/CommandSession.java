package im.linnet.commands;

import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.failure.RefusedException;
import im.linnet.forms.DataForm;
import im.linnet.forms.FormAnswer;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a command that is being executed, or its result (XEP-0050, section 2.4). Immutable:
 * each action returns the next stage.
 *
 * <pre>{@code
 * Commands commands = client.get(Commands.class);
 * CommandSession asked = commands.execute(Jid.of("bot@example.com/home"), "weather").join();
 * CommandSession done = asked.proceed(asked.answer().set("city", "Verona").build()).join();
 * done.notes().forEach(note -> System.out.println(note.text()));
 * }</pre>
 *
 * <p>The futures of actions fail as those of {@link XmppClient#request(Iq)} do, and {@link
 * CommandError#of} says why a responder refused; the session is then as before, unless it has
 * expired. They fail with {@link RefusedException}, and nothing is sent, if the session has ended,
 * the stage does not allow the action, or the form is no answer. Cancelling a future does not end
 * the session: {@link #cancel()} does.
 */
public final class CommandSession {

  private final XmppClient client;
  private final Jid entity;
  private final CommandAnswer answer;

  CommandSession(XmppClient client, Jid entity, CommandAnswer answer) {
    this.client = client;
    this.entity = entity;
    this.answer = answer;
  }

  /** {@return who executes the command} */
  public Jid entity() {
    return entity;
  }

  /** {@return the command} */
  public String node() {
    return answer.node();
  }

  /** {@return the name of the session, or null if it ended at once and has none} */
  public @Nullable String id() {
    return answer.sessionId();
  }

  /** {@return how far it is} */
  public CommandStatus status() {
    return answer.status();
  }

  /** {@return whether it was completed or cancelled, so that no action is possible} */
  public boolean hasEnded() {
    return status() != CommandStatus.EXECUTING;
  }

  /** {@return whether it was completed without success: a note of type error says why} */
  public boolean hasFailed() {
    return status() == CommandStatus.COMPLETED
        && notes().stream().anyMatch(note -> note.type() == Note.Type.ERROR);
  }

  /**
   * The form of this stage: to be answered, or a result. Some servers complete with a form of kind
   * {@link DataForm.Kind#FORM}, so {@link #hasEnded()} decides which it is.
   *
   * @return the form, or null
   */
  public @Nullable DataForm form() {
    return answer.form();
  }

  /**
   * Starts an answer to the form of this stage.
   *
   * @return the answer, for one thread; it refuses what the form does not ask for
   * @throws IllegalStateException if there is no form, or none to answer
   */
  public FormAnswer answer() {
    DataForm form = answer.form();
    if (form == null || hasEnded()) {
      throw new IllegalStateException("This stage of the command has no form to answer");
    }
    return form.answer();
  }

  /** {@return the notes, in order} */
  public List<Note> notes() {
    return answer.notes();
  }

  /** {@return everything else that came with this stage, in order of precedence (section 3.4)} */
  public List<Element> others() {
    return answer.others();
  }

  /**
   * The actions that this stage allows (section 3.3).
   *
   * @return the actions, among them {@link CommandAction#CANCEL}; none if the session has ended
   */
  public Set<CommandAction> actions() {
    return answer.actions();
  }

  /**
   * What {@link #proceed} does at this stage.
   *
   * @return next or complete; null if the session has ended, or the stage allows neither
   */
  public @Nullable CommandAction defaultAction() {
    return answer.defaultAction();
  }

  /**
   * Answers the form by the default action, as for a button that has the focus.
   *
   * @param form the answer, from {@link #answer()}
   * @return the next stage
   */
  public CompletableFuture<CommandSession> proceed(DataForm form) {
    CommandAction usual = defaultAction();
    return act(usual == null ? CommandAction.NEXT : usual, form);
  }

  /**
   * Answers the form and goes on to the next stage.
   *
   * @param form the answer, from {@link #answer()}
   * @return the next stage
   */
  public CompletableFuture<CommandSession> next(DataForm form) {
    return act(CommandAction.NEXT, form);
  }

  /**
   * Goes on to the next stage without a form.
   *
   * @return the next stage
   */
  public CompletableFuture<CommandSession> next() {
    return act(CommandAction.NEXT, null);
  }

  /**
   * Answers the form and completes the command.
   *
   * @param form the answer, from {@link #answer()}
   * @return the result
   */
  public CompletableFuture<CommandSession> complete(DataForm form) {
    return act(CommandAction.COMPLETE, form);
  }

  /**
   * Completes the command without a form.
   *
   * @return the result
   */
  public CompletableFuture<CommandSession> complete() {
    return act(CommandAction.COMPLETE, null);
  }

  /**
   * Goes back to the previous stage.
   *
   * @return the previous stage
   */
  public CompletableFuture<CommandSession> prev() {
    return act(CommandAction.PREV, null);
  }

  /**
   * Cancels the command (section 2.4.3), which is always allowed.
   *
   * @return the end
   */
  public CompletableFuture<CommandSession> cancel() {
    return act(CommandAction.CANCEL, null);
  }

  private CompletableFuture<CommandSession> act(CommandAction action, @Nullable DataForm form) {
    String obstacle = obstacle(action, form);
    if (obstacle != null) {
      return CompletableFuture.failedFuture(new RefusedException(obstacle));
    }
    Element command;
    try {
      command =
          Element.builder("command", Commands.NAMESPACE)
              .attribute("node", node())
              .attribute("sessionid", id())
              .attribute("action", answer.isPlain(action) ? null : action.wireName())
              .child(form == null ? null : form.toElement())
              .build();
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(
          new RefusedException("The form contains a character that XML can't contain"));
    }
    return ask(client, entity, command, action);
  }

  private @Nullable String obstacle(CommandAction action, @Nullable DataForm form) {
    if (hasEnded()) {
      return "The command has ended: execute it again to start another session";
    }
    if (!actions().contains(action)) {
      return "This stage of the command does not allow %s, only %s".formatted(action, actions());
    }
    return form == null || form.kind() == DataForm.Kind.SUBMIT
        ? null
        : "A form of type %s is no answer to a command: use answer()"
            .formatted(form.kind().wireName());
  }

  /** Sends a command, and reads the stage in the answer. */
  static CompletableFuture<CommandSession> ask(
      XmppClient client, Jid entity, Element command, CommandAction action) {
    CommandAnswer.Expected expected = CommandAnswer.expected(command, action);
    RequestChain<CommandSession> stage = new RequestChain<>();
    stage.then(
        client.request(Iq.set(entity, command), expected::read),
        answer -> stage.complete(new CommandSession(client, entity, answer)));
    return stage;
  }

  /** {@return the command and how far it is; not the content of forms, which may be secret} */
  @Override
  public String toString() {
    return "CommandSession[%s of %s, %s]".formatted(node(), entity, status());
  }
}
