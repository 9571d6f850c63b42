package im.linnet.forms;

import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A field of a form (XEP-0004, section 3.2): a question with its default, an answer, or a piece of
 * data. Immutable.
 */
public final class Field {

  private final @Nullable FieldType type;
  private final @Nullable String var;
  private final @Nullable String label;
  private final @Nullable String description;
  private final boolean required;
  private final List<String> values;
  private final List<Option> options;
  private final @Nullable Validation validation;
  private final @Nullable Media media;

  Field(Builder parts) {
    type = parts.type;
    var = parts.var;
    label = parts.label;
    description = parts.description;
    required = parts.required;
    values = List.copyOf(parts.values);
    options = List.copyOf(parts.options.values());
    validation = parts.validation;
    media = parts.media;
  }

  /**
   * Starts a field.
   *
   * @param type its type
   * @param var its name, unique in its form
   * @return a builder, for one thread
   */
  public static Builder builder(FieldType type, String var) {
    return new Builder(Objects.requireNonNull(type, "type"), Objects.requireNonNull(var, "var"));
  }

  /**
   * Creates a text to show between other fields.
   *
   * @param text the text, one line
   * @return the field, without a name
   */
  public static Field fixed(String text) {
    return new Builder(FieldType.FIXED, null).value(text).build();
  }

  /**
   * Creates a field that is sent back as it is.
   *
   * @param var its name
   * @param value its value
   * @return the field
   */
  public static Field hidden(String var, String value) {
    return builder(FieldType.HIDDEN, var).value(value).build();
  }

  /** {@return the type; {@link FieldType#TEXT_SINGLE} if the field has none, or an unknown one} */
  public FieldType type() {
    return type == null ? FieldType.TEXT_SINGLE : type;
  }

  /** Whether the field says its type; those of submitted forms and items need not. */
  boolean isTyped() {
    return type != null;
  }

  /** {@return the name, which is null only for a {@link FieldType#FIXED} field} */
  public @Nullable String var() {
    return var;
  }

  /** {@return the name to show, or null} */
  public @Nullable String label() {
    return label;
  }

  /** {@return the description to show, or null} */
  public @Nullable String description() {
    return description;
  }

  /** {@return whether the field must be answered} */
  public boolean isRequired() {
    return required;
  }

  /** {@return the values, in order: in a form to fill in the default, possibly none} */
  public List<String> values() {
    return values;
  }

  /** {@return the first value, or null if there is none} */
  public @Nullable String value() {
    return values.isEmpty() ? null : values.get(0);
  }

  /** {@return the options of a list, without repeated values, in order} */
  public List<Option> options() {
    return options;
  }

  /** {@return what values must look like (XEP-0122), or null for any} */
  public @Nullable Validation validation() {
    return validation;
  }

  /** {@return an image, sound or video that belongs to the field (XEP-0221), or null} */
  public @Nullable Media media() {
    return media;
  }

  /**
   * Checks values that a user has entered, for example while a form is being filled in. {@link
   * FormAnswer} does the same.
   *
   * @param entered the values
   * @return the values as they are sent: addresses prepared, lines separated, options in the order
   *     of the field, duplicates removed
   * @throws InvalidFieldException if the field does not take them
   */
  public List<String> accept(List<String> entered) {
    return new FieldRules(this).accept(entered);
  }

  /** {@return a builder with everything of this field, for one thread} */
  public Builder toBuilder() {
    Builder copy = new Builder(type, var);
    copy.label = label;
    copy.description = description;
    copy.required = required;
    copy.validation = validation;
    copy.media = media;
    copy.values.addAll(values);
    options.forEach(option -> copy.options.put(option.value(), option));
    return copy;
  }

  Element toElement() {
    ElementBuilder field =
        Element.builder("field", DataForm.NAMESPACE)
            .attribute("var", var)
            .attribute("type", type == null ? null : type.wireName())
            .attribute("label", label)
            .child("desc", description);
    if (required) {
      field.child("required", "");
    }
    values.forEach(value -> field.child("value", value));
    options.forEach(option -> field.child(option.toElement()));
    return field
        .child(validation == null ? null : validation.toElement())
        .child(media == null ? null : media.toElement())
        .build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Field field && toElement().equals(field.toElement());
  }

  @Override
  public int hashCode() {
    return Objects.hash(var, values);
  }

  /** {@return name, type and number of values; not the values, which may be secret} */
  @Override
  public String toString() {
    return "Field[%s, %s, %d values]".formatted(var, type().wireName(), values.size());
  }

  /** Builds a {@link Field}. For one thread. */
  public static final class Builder {

    private final @Nullable FieldType type;
    private final @Nullable String var;
    private @Nullable String label;
    private @Nullable String description;
    private boolean required;
    private final List<String> values = new ArrayList<>();
    private final Map<String, Option> options = new LinkedHashMap<>();
    private @Nullable Validation validation;
    private @Nullable Media media;

    Builder(@Nullable FieldType type, @Nullable String var) {
      this.type = type;
      this.var = var;
    }

    /**
     * Sets the name to show.
     *
     * @param text the name, or null
     * @return this builder
     */
    public Builder label(@Nullable String text) {
      label = text;
      return this;
    }

    /**
     * Sets the description to show.
     *
     * @param text the description, or null
     * @return this builder
     */
    public Builder description(@Nullable String text) {
      description = text;
      return this;
    }

    /** {@return this builder, for a field that must be answered} */
    public Builder required() {
      required = true;
      return this;
    }

    /**
     * Adds a value.
     *
     * @param value the value
     * @return this builder
     */
    public Builder value(String value) {
      values.add(Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Replaces the values.
     *
     * @param all the values, in order
     * @return this builder
     */
    public Builder values(List<String> all) {
      values.clear();
      values.addAll(all);
      return this;
    }

    /**
     * Adds an option of a list; one whose value the list has already is ignored.
     *
     * @param name the name to show, or null if it is the value
     * @param value the value
     * @return this builder
     */
    public Builder option(@Nullable String name, String value) {
      options.putIfAbsent(value, new Option(name, value));
      return this;
    }

    /**
     * Sets what values must look like.
     *
     * @param rule the rule, or null
     * @return this builder
     */
    public Builder validation(@Nullable Validation rule) {
      validation = rule;
      return this;
    }

    /**
     * Sets an image, sound or video.
     *
     * @param content the content, or null
     * @return this builder
     */
    public Builder media(@Nullable Media content) {
      media = content;
      return this;
    }

    /** {@return the field} */
    public Field build() {
      return new Field(this);
    }
  }
}
