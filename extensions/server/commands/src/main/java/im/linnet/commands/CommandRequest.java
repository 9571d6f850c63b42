package im.linnet.commands;

import im.linnet.forms.DataForm;
import im.linnet.jid.Jid;
import org.jspecify.annotations.Nullable;

/** The request of somebody who executes a command of this client. Immutable. */
public final class CommandRequest {

  private final Jid from;
  private final String node;
  private final @Nullable String lang;
  private final @Nullable DataForm form;

  CommandRequest(Jid from, String node, @Nullable String lang, @Nullable DataForm form) {
    this.from = from;
    this.node = node;
    this.lang = lang;
    this.form = form;
  }

  /** {@return who asks, as the server says: mostly a full address; the same in a whole session} */
  public Jid from() {
    return from;
  }

  /** {@return the command} */
  public String node() {
    return node;
  }

  /** {@return the language that the requester wants (section 3.6), or null if unknown} */
  public @Nullable String lang() {
    return lang;
  }

  /**
   * The answer to the form of the stage before. It is checked: it has the fields of that form and
   * no others, required ones have values, all values are such as the form allows, and hidden fields
   * are as they were sent.
   *
   * @return the answer; null for the first request, and if the stage before had no form to answer
   */
  public @Nullable DataForm form() {
    return form;
  }

  /**
   * The value of a field of {@link #form()}.
   *
   * @param var the name of the field
   * @return the text; null if there is no value, or no form
   */
  public @Nullable String text(String var) {
    return form == null ? null : form.text(var);
  }

  /** {@return who asks for which command; not the values, which may be secret} */
  @Override
  public String toString() {
    return "CommandRequest[%s by %s]".formatted(node, from);
  }
}
