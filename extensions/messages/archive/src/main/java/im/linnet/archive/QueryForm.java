package im.linnet.archive;

import im.linnet.forms.DataForm;
import im.linnet.stanza.Iq;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields by which an archive can be searched (XEP-0313, section 4.1.5). Immutable. */
public final class QueryForm {

  /** The field of XEP-0431, and its names before that. */
  private static final List<String> TEXT_FIELDS =
      List.of("{urn:xmpp:fulltext:0}fulltext", "withtext", "full-text-search");

  private final DataForm form;

  private QueryForm(DataForm form) {
    this.form = form;
  }

  /** Reads the form in an answer. */
  static QueryForm in(Iq answer) {
    return new QueryForm(DataForm.in(answer));
  }

  /** {@return the form} */
  public DataForm form() {
    return form;
  }

  /**
   * Whether the archive knows a field.
   *
   * @param var the name of the field, such as {@code ids}
   * @return whether it does
   */
  public boolean has(String var) {
    return form.field(var) != null;
  }

  /**
   * The field for words to search for: that of XEP-0431, or an older one.
   *
   * @return its name, for {@link MessageQuery#field}; null if the archive does not search in texts
   */
  public @Nullable String textField() {
    return TEXT_FIELDS.stream().filter(this::has).findFirst().orElse(null);
  }

  @Override
  public String toString() {
    return "QueryForm[" + form + "]";
  }
}
