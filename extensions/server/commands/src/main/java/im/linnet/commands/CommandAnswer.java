package im.linnet.commands;

import im.linnet.forms.DataForm;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a responder has answered to a command (XEP-0050, section 4).
 *
 * @param node the command
 * @param sessionId the session, which a stage that is not the last always has
 * @param status how far it is
 * @param form the form, or null
 * @param notes the notes
 * @param others other payloads
 * @param actions what is allowed
 * @param defaultAction what is usual, or null
 * @param staged whether the responder has said which actions it allows
 */
record CommandAnswer(
    String node,
    @Nullable String sessionId,
    CommandStatus status,
    @Nullable DataForm form,
    List<Note> notes,
    List<Element> others,
    Set<CommandAction> actions,
    @Nullable CommandAction defaultAction,
    boolean staged) {

  /** What was asked, which the answer must match. */
  record Expected(String node, @Nullable String sessionId, CommandAction action) {

    /**
     * Reads the answer.
     *
     * @throws IllegalArgumentException if it does not match
     */
    CommandAnswer read(Iq answer) {
      Element command = answer.element().child("command", Commands.NAMESPACE);
      if (command == null && action == CommandAction.CANCEL) {
        return canceled();
      }
      if (command == null) {
        throw new IllegalArgumentException(
            "no <command xmlns='%s'/>".formatted(Commands.NAMESPACE));
      }
      if (!node.equals(command.attribute("node"))) {
        throw new IllegalArgumentException("the answer is about another command");
      }
      CommandStatus status = CommandStatus.of(command.attribute("status"));
      String said = command.attribute("sessionid");
      String session = said == null || said.isEmpty() ? sessionId : said;
      if (status == null || (status == CommandStatus.EXECUTING && session == null)) {
        throw new IllegalArgumentException("the answer has no status that is known, or no session");
      }
      if (sessionId != null && !sessionId.equals(session)) {
        throw new IllegalArgumentException("the answer is about another session");
      }
      return CommandAnswer.of(node, session, status, command);
    }

    /** Some responders acknowledge a cancellation by an empty result. */
    private CommandAnswer canceled() {
      return CommandAnswer.of(
          node, sessionId, CommandStatus.CANCELED, Element.of("command", Commands.NAMESPACE));
    }
  }

  static Expected expected(Element command, CommandAction action) {
    String node = command.attribute("node");
    return new Expected(node == null ? "" : node, command.attribute("sessionid"), action);
  }

  private static CommandAnswer of(
      String node, @Nullable String session, CommandStatus status, Element command) {
    Element given = command.child("actions", Commands.NAMESPACE);
    Set<CommandAction> actions = allowed(status, given);
    List<Note> notes = new ArrayList<>();
    List<Element> others = new ArrayList<>();
    DataForm form = DataForm.TYPE.in(command);
    for (Element child : command.children()) {
      if (child.is("note", Commands.NAMESPACE)) {
        notes.add(Note.of(child));
      } else if (!child.namespace().equals(Commands.NAMESPACE)
          && !child.is("x", DataForm.NAMESPACE)) {
        others.add(child);
      }
    }
    return new CommandAnswer(
        node,
        session,
        status,
        form,
        List.copyOf(notes),
        List.copyOf(others),
        Collections.unmodifiableSet(actions),
        usual(actions, given),
        given != null && !given.children().isEmpty());
  }

  /** The actions of section 3.3. Without a list, a command has one stage and is completed next. */
  private static Set<CommandAction> allowed(CommandStatus status, @Nullable Element given) {
    Set<CommandAction> actions = EnumSet.noneOf(CommandAction.class);
    if (status != CommandStatus.EXECUTING) {
      return actions;
    }
    actions.add(CommandAction.CANCEL);
    if (given == null || given.children().isEmpty()) {
      actions.add(CommandAction.COMPLETE);
      return actions;
    }
    for (CommandAction action :
        List.of(CommandAction.PREV, CommandAction.NEXT, CommandAction.COMPLETE)) {
      if (given.child(action.wireName(), Commands.NAMESPACE) != null) {
        actions.add(action);
      }
    }
    return actions;
  }

  /** The default of the list if it is allowed, else the one that leads forwards. */
  private static @Nullable CommandAction usual(
      Set<CommandAction> actions, @Nullable Element given) {
    CommandAction said = given == null ? null : CommandAction.of(given.attribute("execute"));
    if ((said == CommandAction.NEXT || said == CommandAction.COMPLETE) && actions.contains(said)) {
      return said;
    }
    if (actions.contains(CommandAction.NEXT)) {
      return CommandAction.NEXT;
    }
    return actions.contains(CommandAction.COMPLETE) ? CommandAction.COMPLETE : null;
  }

  /**
   * Whether an action is sent as the default, without its name. Responders of one stage, which list
   * no actions, may know no other.
   */
  boolean isPlain(CommandAction action) {
    return !staged && action == CommandAction.COMPLETE;
  }
}
