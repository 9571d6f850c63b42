package im.linnet.search;

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
 * What a directory can be searched for (XEP-0055, section 2.1). Immutable.
 *
 * <p>{@link #form()} has the fields, in both ways in which directories list them. A directory with
 * a data form gets a data form back (section 3); the elements of a directory without one, such as
 * {@code <nick/>}, appear as fields of these names and are sent back as elements.
 */
public final class SearchForm {

  private final Jid service;
  private final Element query;
  private final DataForm form;
  private final boolean plain;

  private SearchForm(Jid service, Element query, DataForm form, boolean plain) {
    this.service = service;
    this.query = query;
    this.form = form;
    this.plain = plain;
  }

  /**
   * Reads what a directory lists.
   *
   * @param service the directory
   * @param query the {@code <query/>} of its answer
   * @return the form
   * @throws IllegalArgumentException if it is another element, or lists more than a form may
   */
  public static SearchForm of(Jid service, Element query) {
    if (!query.is("query", UserSearch.NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <query xmlns='%s'/>)".formatted(query, UserSearch.NAMESPACE));
    }
    DataForm form = DataForm.TYPE.in(query);
    return form != null && form.kind() == Kind.FORM
        ? new SearchForm(service, query, form, false)
        : new SearchForm(service, query, PlainFields.form(query), true);
  }

  /** {@return the directory} */
  public Jid service() {
    return service;
  }

  /** {@return the instructions to show in addition to those of the form, or null} */
  public @Nullable String instructions() {
    String text = query.childText("instructions");
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** {@return the fields to search for} */
  public DataForm form() {
    return form;
  }

  /**
   * Starts an answer, for {@link UserSearch#search}. Fields that are left out are not searched for.
   *
   * @return the answer, for one thread; it refuses what the directory does not list
   */
  public FormAnswer answer() {
    return form.answer();
  }

  /**
   * The request that an answer makes.
   *
   * @throws RefusedException if it is no answer to this form
   */
  Element request(DataForm answer) {
    if (answer.kind() != Kind.SUBMIT) {
      throw new RefusedException(
          "The form of %s is answered by a form of type submit, not %s: use form.answer()"
              .formatted(service, answer.kind().wireName()));
    }
    for (Field field : answer.fields()) {
      String var = field.var();
      if (var == null || !form.fields().has(var)) {
        throw new RefusedException(
            "%s can't be searched for “%s”: use form.answer()".formatted(service, var));
      }
    }
    try {
      return written(answer);
    } catch (IllegalArgumentException unsendable) {
      throw new RefusedException("The answer contains a character that XML can't contain");
    }
  }

  private Element written(DataForm answer) {
    ElementBuilder request = Element.builder("query", UserSearch.NAMESPACE);
    if (plain) {
      answer.fields().forEach(field -> request.child(PlainFields.element(field)));
    } else {
      request.child(answer.toElement());
    }
    return request.build();
  }

  /** {@return the directory and its fields} */
  @Override
  public String toString() {
    return "SearchForm[%s, %s]".formatted(service, form);
  }
}
