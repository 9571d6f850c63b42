package im.linnet.pubsub;

import im.linnet.forms.DataForm;
import im.linnet.forms.Field;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Some options of a node (XEP-0060, section 17.4.4): how a node is to be configured, or what a
 * publication requires of it. Immutable; each method returns a copy.
 *
 * <pre>{@code
 * NodeOptions options = NodeOptions.none().accessModel(AccessModel.OPEN).maxItems(10);
 * }</pre>
 */
public final class NodeOptions {

  static final String CONFIGURATION = "http://jabber.org/protocol/pubsub#node_config";

  private static final NodeOptions NONE = new NodeOptions(Map.of());
  private static final String PREFIX = "pubsub#";
  private static final String ACCESS_MODEL = PREFIX + "access_model";
  private static final String PERSIST_ITEMS = PREFIX + "persist_items";
  private static final String MAX_ITEMS = PREFIX + "max_items";
  private static final String SEND_LAST = PREFIX + "send_last_published_item";
  private static final String UNLIMITED = "max";

  private final Map<String, List<String>> fields;

  private NodeOptions(Map<String, List<String>> fields) {
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** {@return no options: all are as the service has them} */
  public static NodeOptions none() {
    return NONE;
  }

  /**
   * What the best practices for public data require (XEP-0222, section 2): items are kept, and sent
   * only when they change.
   *
   * @param access who may read them
   * @return the options
   */
  public static NodeOptions publicData(AccessModel access) {
    return none().persistItems(true).lastItem(LastItem.NEVER).accessModel(access);
  }

  /**
   * What the best practices for private data require (XEP-0223, section 2): items are kept, for the
   * owner alone.
   *
   * @return the options
   */
  public static NodeOptions privateData() {
    return none().persistItems(true).accessModel(AccessModel.WHITELIST);
  }

  /**
   * Reads the current options of a node from its configuration form.
   *
   * @param form the form
   * @return its fields, without {@code FORM_TYPE}
   */
  public static NodeOptions of(DataForm form) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (Field field : form.fields()) {
      String var = field.var();
      if (var != null && !var.equals(DataForm.FORM_TYPE)) {
        fields.put(var, field.values());
      }
    }
    return new NodeOptions(fields);
  }

  /**
   * Sets who may subscribe and read.
   *
   * @param model the access model
   * @return a copy with it
   */
  public NodeOptions accessModel(AccessModel model) {
    return with(ACCESS_MODEL, model.wireName());
  }

  /** {@return who may subscribe and read, or null if that is not set or unknown} */
  public @Nullable AccessModel accessModel() {
    return AccessModel.of(value(ACCESS_MODEL));
  }

  /**
   * Sets whether the service keeps items.
   *
   * @param persist false to only send them
   * @return a copy with it
   */
  public NodeOptions persistItems(boolean persist) {
    return with(PERSIST_ITEMS, Boolean.toString(persist));
  }

  /**
   * Sets how many items are kept. When there are more, the oldest is dropped.
   *
   * @param most the number
   * @return a copy with it
   * @throws IllegalArgumentException if it is below 1
   */
  public NodeOptions maxItems(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("most: %d (expected: >= 1)".formatted(most));
    }
    return with(MAX_ITEMS, Integer.toString(most));
  }

  /** {@return a copy that keeps as many items as the service allows, by the value {@code max}} */
  public NodeOptions allItems() {
    return with(MAX_ITEMS, UNLIMITED);
  }

  /**
   * Sets when the service sends the last published item.
   *
   * @param when when
   * @return a copy with it
   */
  public NodeOptions lastItem(LastItem when) {
    return with(SEND_LAST, when.wireName());
  }

  /**
   * Sets any option.
   *
   * @param var the name of its field, such as {@code pubsub#title}
   * @param values its values
   * @return a copy with it
   */
  public NodeOptions with(String var, String... values) {
    Map<String, List<String>> more = new LinkedHashMap<>(fields);
    more.put(Objects.requireNonNull(var, "var"), List.of(values));
    return new NodeOptions(more);
  }

  /**
   * Adds the options of another.
   *
   * @param more their values replace those of this one
   * @return a copy with them
   */
  public NodeOptions and(NodeOptions more) {
    Map<String, List<String>> all = new LinkedHashMap<>(fields);
    all.putAll(more.fields);
    return new NodeOptions(all);
  }

  /**
   * The value of an option.
   *
   * @param var the name of its field
   * @return the first value, or null if there is none
   */
  public @Nullable String value(String var) {
    List<String> values = values(var);
    return values.isEmpty() ? null : values.get(0);
  }

  /**
   * All values of an option.
   *
   * @param var the name of its field
   * @return the values, or none
   */
  public List<String> values(String var) {
    return fields.getOrDefault(var, List.of());
  }

  /** {@return the names of the fields that are set, in order} */
  public List<String> names() {
    return List.copyOf(fields.keySet());
  }

  /** {@return whether no option is set} */
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  /**
   * The options as a submitted form.
   *
   * @throws IllegalArgumentException if a name or value can't be sent
   */
  Element toForm(String formType) {
    ElementBuilder form =
        Element.builder("x", DataForm.NAMESPACE)
            .attribute("type", DataForm.Kind.SUBMIT.wireName())
            .child(
                field(DataForm.FORM_TYPE, List.of(formType)).attribute("type", "hidden").build());
    fields.forEach((var, values) -> form.child(field(var, values).build()));
    return form.build();
  }

  private static ElementBuilder field(String var, List<String> values) {
    ElementBuilder field = Element.builder("field", DataForm.NAMESPACE).attribute("var", var);
    values.forEach(value -> field.child("value", value));
    return field;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NodeOptions that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return "NodeOptions" + fields;
  }
}
