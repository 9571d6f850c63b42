package im.linnet.registration;

import im.linnet.failure.RefusedException;
import im.linnet.forms.DataForm;
import im.linnet.forms.DataForm.Kind;
import im.linnet.forms.Field;
import im.linnet.forms.FormAnswer;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a service asks for to register somebody, and what it has on file (XEP-0077, section 3.1).
 * Immutable.
 *
 * <p>{@link #form()} has the fields, in both ways in which services ask. A service with a data form
 * gets a data form back (section 4); the elements of a service without one, such as {@code
 * <username/>}, appear as required fields of these names and are sent back as elements.
 */
public final class RegistrationForm {

  private static final String OOB = "jabber:x:oob";

  private final @Nullable Jid service;
  private final Element element;
  private final DataForm form;
  private final boolean plain;

  private RegistrationForm(@Nullable Jid service, Element element, DataForm form, boolean plain) {
    this.service = service;
    this.element = element;
    this.form = form;
    this.plain = plain;
  }

  /**
   * Reads what a service asks for.
   *
   * @param service the service, or null for the own server
   * @param query the {@code <query/>} of its answer
   * @return the form
   * @throws IllegalArgumentException if it is another element, or asks for more than a form may
   */
  public static RegistrationForm of(@Nullable Jid service, Element query) {
    if (!query.is("query", Registration.NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <query xmlns='%s'/>)".formatted(query, Registration.NAMESPACE));
    }
    DataForm form = DataForm.TYPE.in(query);
    return form != null && form.kind() == Kind.FORM
        ? new RegistrationForm(service, query, form, false)
        : new RegistrationForm(service, query, PlainFields.form(query), true);
  }

  /** {@return the service that asks, or null for the own server} */
  public @Nullable Jid service() {
    return service;
  }

  /**
   * Whether the user is registered already. The fields then contain what the service has on file,
   * mostly without the password, and answering them changes it.
   *
   * @return what the service says
   */
  public boolean isRegistered() {
    return element.child("registered") != null;
  }

  /** {@return the instructions to show in addition to those of the form, or null} */
  public @Nullable String instructions() {
    String text = element.childText("instructions");
    return text == null || text.isBlank() ? null : text.strip();
  }

  /**
   * The address of a website where the user can register as well, or only there if the form {@link
   * #isEmpty()} (section 5.1). It comes from the service: ask the user before opening it.
   *
   * @return an address that begins with http or https; null if there is none
   */
  public @Nullable String url() {
    Element oob = element.child("x", OOB);
    String url = oob == null ? null : oob.childText("url");
    String address = url == null ? "" : url.strip();
    boolean web =
        address.regionMatches(true, 0, "https://", 0, 8)
            || address.regionMatches(true, 0, "http://", 0, 7);
    return web ? address : null;
  }

  /** {@return the fields to answer, with defaults} */
  public DataForm form() {
    return form;
  }

  /** {@return whether there is nothing to answer, because the user has to register elsewhere} */
  public boolean isEmpty() {
    return form.fields().list().stream().noneMatch(field -> field.type().isAnswered());
  }

  /**
   * Starts an answer, for {@link Registration#register}.
   *
   * @return the answer, for one thread; it refuses what was not asked for
   */
  public FormAnswer answer() {
    return form.answer();
  }

  /** {@return the {@code <query/>} as it came, with parts that have no accessor} */
  public Element element() {
    return element;
  }

  /** A copy whose field has a default, if it has none yet. */
  RegistrationForm withDefault(String var, String value) {
    Field asked = form.field(var);
    if (asked == null || asked.value() != null || !asked.type().isAnswered()) {
      return this;
    }
    DataForm.Builder copy = DataForm.builder(Kind.FORM).title(form.title());
    form.instructions().forEach(copy::instructions);
    for (Field field : form.fields()) {
      copy.field(var.equals(field.var()) ? field.toBuilder().value(value).build() : field);
    }
    return new RegistrationForm(service, element, copy.build(), plain);
  }

  /**
   * The request that an answer makes.
   *
   * @throws RefusedException if it is no answer to this form
   */
  Element submission(DataForm answer) {
    if (isEmpty()) {
      String url = url();
      throw new RefusedException(
          "%s does not register users over XMPP: %s"
              .formatted(name(), url == null ? "follow its instructions" : "register at " + url));
    }
    requireAnswer(answer);
    try {
      return query(answer);
    } catch (IllegalArgumentException unsendable) {
      throw new RefusedException("The answer contains a character that XML can't contain");
    }
  }

  private Element query(DataForm answer) {
    ElementBuilder query = Element.builder("query", Registration.NAMESPACE);
    if (plain) {
      answer.fields().forEach(field -> query.child(PlainFields.element(field)));
    } else {
      query.child(answer.toElement());
    }
    return query.build();
  }

  private void requireAnswer(DataForm answer) {
    if (answer.kind() != Kind.SUBMIT) {
      throw new RefusedException(
          "The form of %s is answered by a form of type submit, not %s: use form.answer()"
              .formatted(name(), answer.kind().wireName()));
    }
    for (Field field : answer.fields()) {
      String var = field.var();
      if (var == null || !form.fields().has(var)) {
        throw new RefusedException(
            "%s does not ask for “%s”: use form.answer()".formatted(name(), var));
      }
    }
  }

  private String name() {
    return service == null ? "The server" : service.toString();
  }

  /** {@return who asks and for which fields; no values, which may be secret} */
  @Override
  public String toString() {
    return "RegistrationForm[%s, registered=%s, %s]".formatted(service, isRegistered(), form);
  }
}
