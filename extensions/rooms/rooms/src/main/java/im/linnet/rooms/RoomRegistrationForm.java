package im.linnet.rooms;

import im.linnet.forms.DataForm;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/** What a room answers to a request for registration (XEP-0045, section 7.10). Immutable. */
public final class RoomRegistrationForm {

  private static final int MAX_LENGTH = 1_023;

  private final boolean registered;
  private final @Nullable String nick;
  private final @Nullable String instructions;
  private final @Nullable DataForm form;

  private RoomRegistrationForm(Element query) {
    registered = query.child("registered", RoomRegistration.NAMESPACE) != null;
    instructions = query.childText("instructions");
    DataForm found = DataForm.TYPE.in(query);
    form = found == null || found.kind() != DataForm.Kind.FORM ? null : found;
    String username = query.childText("username");
    String reserved =
        username == null && form != null ? form.text(RoomRegistration.NICK) : username;
    boolean usable = reserved != null && !reserved.isEmpty() && reserved.length() <= MAX_LENGTH;
    nick = registered && usable ? reserved : null;
  }

  /** Throws IllegalArgumentException if the answer says neither. */
  static RoomRegistrationForm of(Iq answer) {
    Element query = answer.element().child("query", RoomRegistration.NAMESPACE);
    if (query == null) {
      throw new IllegalArgumentException("no registration in it");
    }
    RoomRegistrationForm form = new RoomRegistrationForm(query);
    if (!form.registered && form.form == null) {
      throw new IllegalArgumentException("neither a registration nor a form in it");
    }
    return form;
  }

  /** {@return whether the user is registered} */
  public boolean isRegistered() {
    return registered;
  }

  /** {@return the nickname that is reserved for the user, or null for none} */
  public @Nullable String nick() {
    return nick;
  }

  /** {@return what a person should know, or null} */
  public @Nullable String instructions() {
    return instructions;
  }

  /**
   * {@return the form, whose {@link DataForm#answer()} is for {@link
   * RoomRegistration#register(DataForm)}; null if the user is registered and the room has none}
   */
  public @Nullable DataForm form() {
    return form;
  }

  /** {@return an outline without what the user has registered} */
  @Override
  public String toString() {
    return "RoomRegistrationForm[%s, %s]"
        .formatted(registered ? "registered" : "not registered", form == null ? "no form" : form);
  }
}
