package im.linnet.forms;

import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A data form (XEP-0004): questions, the answers to them, or data. Immutable.
 *
 * <p>A form to fill in is answered by {@link #answer()}. Where it belongs is up to the protocol
 * that uses it: in an IQ the {@code <x/>} is inside another element, in a message it is a payload.
 *
 * <p>Reading is lenient: a field without a type is a text, options and fields that come twice count
 * once, a field that has no name and needs one is left out. A form with more than {@value
 * FormReader#MAX_PARTS} fields, values and options is malformed.
 */
public final class DataForm implements Payload {

  /** The namespace of data forms. */
  public static final String NAMESPACE = "jabber:x:data";

  /** The name of the field that says what a form is for (XEP-0068). */
  public static final String FORM_TYPE = "FORM_TYPE";

  /** Reads the payload. */
  public static final Type<DataForm> TYPE = new Type<>("x", NAMESPACE, DataForm::of);

  /** What a form is (XEP-0004, section 3.1). */
  public enum Kind {
    /** Questions. */
    FORM,
    /** Answers. */
    SUBMIT,
    /** The refusal to answer. */
    CANCEL,
    /** Data. */
    RESULT;

    /** {@return the value of the attribute on the wire} */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Kind kind;
  private final @Nullable String title;
  private final List<String> instructions;
  private final Fields fields;
  private final List<Field> reported;
  private final List<Fields> items;

  DataForm(Builder parts) {
    kind = parts.kind;
    title = parts.title;
    instructions = List.copyOf(parts.instructions);
    fields = Fields.of(parts.fields);
    reported = List.copyOf(parts.reported);
    items = List.copyOf(parts.items);
  }

  /**
   * Reads a form.
   *
   * @param element the {@code <x/>}
   * @return the form
   * @throws IllegalArgumentException if it is another element, its kind is unknown, or it is too
   *     large
   */
  public static DataForm of(Element element) {
    return new FormReader().read(element);
  }

  /**
   * Reads the form inside the payload of an IQ, where most protocols put it. Can be passed to
   * {@code client.request(iq, DataForm::in)}.
   *
   * @param iq an answer or a request
   * @return the form
   * @throws IllegalArgumentException if there is no payload, or no well-formed form in it
   */
  public static DataForm in(Iq iq) {
    Element payload = iq.payload();
    DataForm form = payload == null ? null : TYPE.in(payload);
    if (form == null) {
      throw new IllegalArgumentException("no data form that can be read");
    }
    return form;
  }

  /**
   * Starts a form. A program that answers a form uses {@link #answer()} instead, which checks the
   * answers.
   *
   * @param kind what it is
   * @return a builder, for one thread
   */
  public static Builder builder(Kind kind) {
    return new Builder(Objects.requireNonNull(kind, "kind"));
  }

  /** {@return the refusal to answer a form} */
  public static DataForm cancel() {
    return builder(Kind.CANCEL).build();
  }

  /** {@return what the form is} */
  public Kind kind() {
    return kind;
  }

  /** {@return the title to show, or null} */
  public @Nullable String title() {
    return title;
  }

  /** {@return the instructions to show, one paragraph each} */
  public List<String> instructions() {
    return instructions;
  }

  /** {@return the fields} */
  public Fields fields() {
    return fields;
  }

  /**
   * A field.
   *
   * @param var its name
   * @return the field, or null if there is none
   */
  public @Nullable Field field(String var) {
    return fields.get(var);
  }

  /**
   * What the form is for (XEP-0068): the value of the hidden field {@value #FORM_TYPE}.
   *
   * @return the name, mostly a namespace; null if there is none, or the field is not hidden
   *     although the form is no answer
   */
  public @Nullable String formType() {
    Field field = fields.get(FORM_TYPE);
    boolean valid =
        field != null
            && (field.type() == FieldType.HIDDEN || (kind == Kind.SUBMIT && !field.isTyped()));
    return valid ? fields.text(FORM_TYPE) : null;
  }

  /** {@return the columns of the items, or none} */
  public List<Field> reported() {
    return reported;
  }

  /** {@return the rows of a result, such as what a search has found} */
  public List<Fields> items() {
    return items;
  }

  /**
   * The value of a field as text; see {@link Fields#text}.
   *
   * @param var the name of the field
   * @return the text, or null if there is no value
   */
  public @Nullable String text(String var) {
    return fields.text(var);
  }

  /**
   * All values of a field.
   *
   * @param var the name of the field
   * @return the values, in order; none if there is no such field
   */
  public List<String> texts(String var) {
    return fields.texts(var);
  }

  /**
   * The value of a field as a boolean.
   *
   * @param var the name of the field
   * @return true or false; null if there is no value, or another one
   */
  public @Nullable Boolean bool(String var) {
    return fields.bool(var);
  }

  /**
   * The value of a field as an address.
   *
   * @param var the name of the field
   * @return the address; null if there is no value, or none that is an address
   */
  public @Nullable Jid jid(String var) {
    return fields.jid(var);
  }

  /**
   * All values of a field as addresses.
   *
   * @param var the name of the field
   * @return those values that are addresses, each once, in order
   */
  public List<Jid> jids(String var) {
    return fields.jids(var);
  }

  /**
   * The value of a field as a whole number.
   *
   * @param var the name of the field
   * @return the number; null if there is no value, or none that is a number of 64 bits
   */
  public @Nullable Long number(String var) {
    return fields.number(var);
  }

  /**
   * Starts an answer to this form.
   *
   * @return the answer, for one thread
   * @throws IllegalStateException if this is not a {@link Kind#FORM}
   */
  public FormAnswer answer() {
    return new FormAnswer(this);
  }

  @Override
  public Element toElement() {
    ElementBuilder x =
        Element.builder("x", NAMESPACE).attribute("type", kind.wireName()).child("title", title);
    instructions.forEach(text -> x.child("instructions", text));
    fields.forEach(field -> x.child(field.toElement()));
    if (!reported.isEmpty()) {
      x.child(group("reported", reported));
    }
    items.forEach(item -> x.child(group("item", item)));
    return x.build();
  }

  private static Element group(String name, Iterable<Field> fields) {
    ElementBuilder group = Element.builder(name, NAMESPACE);
    fields.forEach(field -> group.child(field.toElement()));
    return group.build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DataForm form && toElement().equals(form.toElement());
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, title, fields);
  }

  /** {@return what it is and the names of its fields; no values, which may be secret} */
  @Override
  public String toString() {
    return "DataForm[%s, %s, %d items]".formatted(kind.wireName(), fields, items.size());
  }

  /** Builds a {@link DataForm}. For one thread. */
  public static final class Builder {

    private final Kind kind;
    private @Nullable String title;
    private final List<String> instructions = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private final List<Field> reported = new ArrayList<>();
    private final List<Fields> items = new ArrayList<>();

    private Builder(Kind kind) {
      this.kind = kind;
    }

    /**
     * Sets the title.
     *
     * @param text the title, or null
     * @return this builder
     */
    public Builder title(@Nullable String text) {
      title = text;
      return this;
    }

    /**
     * Adds instructions.
     *
     * @param text one paragraph
     * @return this builder
     */
    public Builder instructions(String text) {
      instructions.add(Objects.requireNonNull(text, "text"));
      return this;
    }

    /**
     * Adds the hidden field that says what the form is for (XEP-0068).
     *
     * @param name mostly a namespace
     * @return this builder
     */
    public Builder formType(String name) {
      return field(Field.hidden(FORM_TYPE, name));
    }

    /**
     * Adds a field; one whose name the form has already is ignored.
     *
     * @param field the field
     * @return this builder
     */
    public Builder field(Field field) {
      fields.add(Objects.requireNonNull(field, "field"));
      return this;
    }

    /**
     * Adds a field with one value.
     *
     * @param type its type
     * @param var its name
     * @param value its value
     * @return this builder
     */
    public Builder field(FieldType type, String var, String value) {
      return field(Field.builder(type, var).value(value).build());
    }

    /**
     * Adds a column of the items.
     *
     * @param column a field without values
     * @return this builder
     */
    public Builder reported(Field column) {
      reported.add(Objects.requireNonNull(column, "column"));
      return this;
    }

    /**
     * Adds an item.
     *
     * @param item its fields
     * @return this builder
     */
    public Builder item(Fields item) {
      items.add(Objects.requireNonNull(item, "item"));
      return this;
    }

    /** {@return the form} */
    public DataForm build() {
      return new DataForm(this);
    }
  }
}
