package im.linnet.search;

import im.linnet.forms.DataForm;
import im.linnet.forms.Field;
import im.linnet.forms.Fields;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a search has found (XEP-0055, section 2.1): rows of fields. Immutable. Everything in it is
 * what users have said of themselves.
 */
public final class SearchResult {

  /** The name of the field with the address. */
  public static final String JID = "jid";

  private static final int MAX_PLAIN_ITEMS = 10_000;

  private final List<Field> columns;
  private final List<Fields> rows;

  private SearchResult(List<Field> columns, List<Fields> rows) {
    this.columns = List.copyOf(columns);
    this.rows = List.copyOf(rows);
  }

  /**
   * Reads a result.
   *
   * @param query the {@code <query/>} of the answer; an empty one means that nothing was found
   * @return the result, of a directory without data forms the first 10,000 rows
   * @throws IllegalArgumentException if it is another element, or has more than a form may have
   */
  public static SearchResult of(Element query) {
    if (!query.is("query", UserSearch.NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <query xmlns='%s'/>)".formatted(query, UserSearch.NAMESPACE));
    }
    Element x = query.child("x", DataForm.NAMESPACE);
    if (x != null) {
      DataForm form = DataForm.of(x);
      return new SearchResult(form.reported(), form.items());
    }
    return new SearchResult(
        List.of(),
        query.children("item", UserSearch.NAMESPACE).stream()
            .limit(MAX_PLAIN_ITEMS)
            .map(PlainFields::item)
            .toList());
  }

  /** {@return the columns with their labels; none if the directory does not list them} */
  public List<Field> columns() {
    return columns;
  }

  /**
   * {@return the rows, with {@code first}, {@code last}, {@code nick}, {@code email} and others}
   */
  public List<Fields> rows() {
    return rows;
  }

  /** {@return the addresses of those found, each once, in order} */
  public List<Jid> jids() {
    return rows.stream().map(row -> row.jid(JID)).flatMap(Stream::ofNullable).distinct().toList();
  }

  @Override
  public String toString() {
    return "SearchResult[%d rows]".formatted(rows.size());
  }
}
