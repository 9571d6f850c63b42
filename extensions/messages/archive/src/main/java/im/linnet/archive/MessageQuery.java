package im.linnet.archive;

import im.linnet.forms.DataForm;
import im.linnet.forms.Field;
import im.linnet.forms.FieldType;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of an archive, and which page of them (XEP-0313, sections 4.1 and 4.3). Immutable:
 * each method returns a changed copy. A field set twice has the last value.
 *
 * <pre>{@code
 * MessageQuery lastTwenty = MessageQuery.all().with(Jid.of("romeo@example.net")).latest().max(20);
 * }</pre>
 */
public final class MessageQuery {

  /** The size of a page unless set. */
  public static final int DEFAULT_MAX = 50;

  /** The largest page. */
  public static final int LARGEST_MAX = 1000;

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
  private static final MessageQuery ALL =
      new MessageQuery(Map.of(), null, new Paging(DEFAULT_MAX, Direction.FORWARD, null, false));

  /** Which way pages follow each other. */
  enum Direction {
    /** The oldest page first. */
    FORWARD,
    /** The latest page first. */
    BACKWARD
  }

  /** The request for a page (XEP-0059); the cursor is the id next to which it begins. */
  record Paging(int max, Direction direction, @Nullable String cursor, boolean flipped) {

    void addTo(ElementBuilder query) {
      if (cursor != null && cursor.isEmpty()) {
        throw new IllegalArgumentException("id: empty (expected: the id of a message)");
      }
      ElementBuilder set = Element.builder("set", ResultSet.NAMESPACE);
      set.child("max", Integer.toString(max));
      if (direction == Direction.BACKWARD) {
        set.child("before", cursor == null ? "" : cursor);
      } else {
        set.child("after", cursor);
      }
      query.child(set.build());
      if (flipped) {
        query.child(Element.of("flip-page", MessageArchive.NAMESPACE));
      }
    }
  }

  private final Map<String, List<String>> fields;
  private final @Nullable Instant start;
  private final Paging paging;

  private MessageQuery(Map<String, List<String>> fields, @Nullable Instant start, Paging paging) {
    this.fields = fields;
    this.start = start;
    this.paging = paging;
  }

  /** {@return all messages, the oldest page first, {@value #DEFAULT_MAX} to a page} */
  public static MessageQuery all() {
    return ALL;
  }

  /**
   * Only messages to or from an address (section 4.1.1); in a room's archive, only from it.
   *
   * @param address the contact; a bare address includes all its resources
   * @return a copy
   */
  public MessageQuery with(Jid address) {
    return field("with", address.toString());
  }

  /**
   * Only messages since a time (section 4.1.2).
   *
   * @param time the earliest time, sent in milliseconds
   * @return a copy
   * @throws IllegalArgumentException if it is not in the years 1 to 9999
   */
  public MessageQuery start(Instant time) {
    return new MessageQuery(
        put("start", List.of(text(time.truncatedTo(ChronoUnit.MILLIS)))), time, paging);
  }

  /**
   * Only messages until a time (section 4.1.2).
   *
   * @param time the latest time, sent in milliseconds, rounded up
   * @return a copy
   * @throws IllegalArgumentException if it is not in the years 1 to 9999
   */
  public MessageQuery end(Instant time) {
    Instant down = time.truncatedTo(ChronoUnit.MILLIS);
    return field("end", text(down.equals(time) ? down : down.plusMillis(1)));
  }

  /**
   * Only messages after one (section 4.1.3). Needs an archive with {@link MessageArchive#EXTENDED};
   * {@link #after} does not.
   *
   * @param id the id of a message in the archive; an unknown one fails with {@code item-not-found}
   * @return a copy
   */
  public MessageQuery afterId(String id) {
    return field("after-id", id);
  }

  /**
   * Only messages before one (section 4.1.3). Needs an archive with {@link
   * MessageArchive#EXTENDED}; {@link #before} does not.
   *
   * @param id the id of a message in the archive; an unknown one fails with {@code item-not-found}
   * @return a copy
   */
  public MessageQuery beforeId(String id) {
    return field("before-id", id);
  }

  /**
   * Only these messages (section 4.1.3). Needs an archive with {@link MessageArchive#EXTENDED}.
   *
   * @param ids ids of messages in the archive; an unknown one fails with {@code item-not-found}
   * @return a copy
   */
  public MessageQuery ids(List<String> ids) {
    return new MessageQuery(put("ids", List.copyOf(ids)), start, paging);
  }

  /**
   * With or without the messages of rooms in the account's archive (section 4.1.4). Only for
   * archives with {@link MessageArchive#GROUPCHAT_FIELD}; others refuse the query.
   *
   * @param included whether they are included
   * @return a copy
   */
  public MessageQuery includeGroupchat(boolean included) {
    return field("include-groupchat", Boolean.toString(included));
  }

  /**
   * Sets a field that the archive's {@linkplain Archive#form() form} has (section 4.1.5), such as
   * that of {@link QueryForm#textField()}.
   *
   * @param var the name of the field
   * @param value its value
   * @return a copy
   */
  public MessageQuery field(String var, String value) {
    return new MessageQuery(put(var, List.of(value)), start, paging);
  }

  private Map<String, List<String>> put(String var, List<String> values) {
    Map<String, List<String>> changed = new LinkedHashMap<>(fields);
    changed.put(Objects.requireNonNull(var, "var"), values);
    return changed;
  }

  /**
   * Sets the size of a page (section 4.3.1). The archive may have a lower limit.
   *
   * @param messages the most messages in a page; 0 to learn only how many there are
   * @return a copy
   * @throws IllegalArgumentException if it is not 0 to {@value #LARGEST_MAX}
   */
  public MessageQuery max(int messages) {
    if (messages < 0 || messages > LARGEST_MAX) {
      throw new IllegalArgumentException(
          "max: %d (expected: 0 to %d)".formatted(messages, LARGEST_MAX));
    }
    return paged(new Paging(messages, paging.direction, paging.cursor, paging.flipped));
  }

  /** {@return a copy for the first page, with the oldest messages} */
  public MessageQuery oldest() {
    return paged(new Paging(paging.max, Direction.FORWARD, null, paging.flipped));
  }

  /** {@return a copy for the last page, with the latest messages (section 4.3.3)} */
  public MessageQuery latest() {
    return paged(new Paging(paging.max, Direction.BACKWARD, null, paging.flipped));
  }

  /**
   * The page that begins after a message (section 4.3.2).
   *
   * @param id the message's id. An unknown one fails with {@code item-not-found}, but not
   *     everywhere: see {@link CatchUp}
   * @return a copy
   */
  public MessageQuery after(String id) {
    return paged(new Paging(paging.max, Direction.FORWARD, id, paging.flipped));
  }

  /**
   * The page that ends before a message (section 4.3.2).
   *
   * @param id the message's id, as for {@link #after}
   * @return a copy
   */
  public MessageQuery before(String id) {
    return paged(new Paging(paging.max, Direction.BACKWARD, id, paging.flipped));
  }

  /**
   * Asks the archive to send each page in reverse order, the latest message first (section 4.3.4).
   * Only for archives with {@link MessageArchive#EXTENDED}; others may ignore it.
   *
   * @return a copy
   */
  public MessageQuery flipped() {
    return paged(new Paging(paging.max, paging.direction, paging.cursor, true));
  }

  private MessageQuery paged(Paging other) {
    return new MessageQuery(fields, start, other);
  }

  Paging paging() {
    return paging;
  }

  /** The first moment that matches, in whole seconds, the precision of some archives' stamps. */
  @Nullable Instant firstSecond() {
    return start == null ? null : start.truncatedTo(ChronoUnit.SECONDS);
  }

  private static String text(Instant time) {
    if (time.isBefore(FIRST) || time.isAfter(LAST)) {
      throw new IllegalArgumentException("time: out of range (expected: years 1 to 9999)");
    }
    return time.toString();
  }

  /**
   * The {@code <query/>}.
   *
   * @throws IllegalArgumentException if it has a text that XML can't contain, or an empty id
   */
  Element toElement(String queryId) {
    ElementBuilder query =
        Element.builder("query", MessageArchive.NAMESPACE).attribute("queryid", queryId);
    if (!fields.isEmpty()) {
      DataForm.Builder form =
          DataForm.builder(DataForm.Kind.SUBMIT).formType(MessageArchive.NAMESPACE);
      fields.forEach(
          (var, values) -> form.field(Field.builder(type(var), var).values(values).build()));
      query.child(form.build().toElement());
    }
    paging.addTo(query);
    return query.build();
  }

  private static FieldType type(String var) {
    return switch (var) {
      case "with" -> FieldType.JID_SINGLE;
      case "ids" -> FieldType.LIST_MULTI;
      case "include-groupchat" -> FieldType.BOOLEAN;
      default -> FieldType.TEXT_SINGLE;
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MessageQuery that
        && fields.equals(that.fields)
        && paging.equals(that.paging);
  }

  @Override
  public int hashCode() {
    return Objects.hash(fields, paging);
  }

  /** {@return the names of the fields, and the page; without what the user searches for} */
  @Override
  public String toString() {
    return "MessageQuery[%s, %s]".formatted(fields.keySet(), paging);
  }
}
