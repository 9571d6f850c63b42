package im.linnet.forms;

import im.linnet.jid.InvalidJidException;
import im.linnet.jid.Jid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fields in order, each name once: those of a form, or one item of a result (XEP-0004, section
 * 3.4). The accessors for values never fail: what is absent or malformed is null or left out.
 * Immutable.
 */
public final class Fields implements Iterable<Field> {

  private static final int LONGEST_NUMBER = 20;

  /** So many fields are searched one by one. */
  private static final int FEW = 16;

  private final List<Field> all;

  /** The fields by name; empty if there are few. */
  private final Map<String, Field> index;

  private Fields(List<Field> all) {
    this.all = List.copyOf(all);
    this.index = all.size() > FEW ? new HashMap<>() : Map.of();
    if (all.size() > FEW) {
      for (Field field : all) {
        if (field.var() != null) {
          index.put(field.var(), field);
        }
      }
    }
  }

  /**
   * Puts fields together.
   *
   * @param fields the fields; of those with the same name only the first is kept
   * @return the fields
   */
  public static Fields of(List<Field> fields) {
    Set<String> names = new LinkedHashSet<>();
    List<Field> kept = new ArrayList<>(fields.size());
    for (Field field : fields) {
      String var = field.var();
      if (var == null || names.add(var)) {
        kept.add(field);
      }
    }
    return new Fields(kept);
  }

  /** {@return the fields, in order} */
  public List<Field> list() {
    return all;
  }

  @Override
  public Iterator<Field> iterator() {
    return all.iterator();
  }

  /**
   * A field.
   *
   * @param var its name
   * @return the field, or null if there is none
   */
  public @Nullable Field get(String var) {
    if (all.size() > FEW) {
      return index.get(var);
    }
    for (Field field : all) {
      if (var.equals(field.var())) {
        return field;
      }
    }
    return null;
  }

  /**
   * Whether there is a field.
   *
   * @param var its name
   * @return true if there is one
   */
  public boolean has(String var) {
    return get(var) != null;
  }

  /**
   * The value of a field as text; the lines of a {@link FieldType#TEXT_MULTI} are joined.
   *
   * @param var the name of the field
   * @return the text, or null if there is no value
   */
  public @Nullable String text(String var) {
    Field field = get(var);
    if (field == null || field.values().isEmpty()) {
      return null;
    }
    return field.type() == FieldType.TEXT_MULTI ? String.join("\n", field.values()) : field.value();
  }

  /**
   * All values of a field.
   *
   * @param var the name of the field
   * @return the values, in order; none if there is no such field
   */
  public List<String> texts(String var) {
    Field field = get(var);
    return field == null ? List.of() : field.values();
  }

  /**
   * The value of a field as a boolean.
   *
   * @param var the name of the field
   * @return true or false; null if there is no value, or another one
   */
  public @Nullable Boolean bool(String var) {
    return Bool.of(text(var));
  }

  /**
   * The value of a field as an address.
   *
   * @param var the name of the field
   * @return the address; null if there is no value, or none that is an address
   */
  public @Nullable Jid jid(String var) {
    return texts(var).isEmpty() ? null : address(texts(var).get(0));
  }

  /**
   * All values of a field as addresses.
   *
   * @param var the name of the field
   * @return those values that are addresses, each once, in order
   */
  public List<Jid> jids(String var) {
    Set<Jid> addresses = new LinkedHashSet<>();
    for (String value : texts(var)) {
      Jid address = address(value);
      if (address != null) {
        addresses.add(address);
      }
    }
    return List.copyOf(addresses);
  }

  private static @Nullable Jid address(String value) {
    try {
      return Jid.received(value.strip());
    } catch (InvalidJidException malformed) {
      return null;
    }
  }

  /**
   * The value of a field as a whole number.
   *
   * @param var the name of the field
   * @return the number; null if there is no value, or none that is a number of 64 bits
   */
  public @Nullable Long number(String var) {
    String text = text(var);
    String digits = text == null ? "" : text.strip();
    if (digits.isEmpty() || digits.length() > LONGEST_NUMBER) {
      return null;
    }
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException malformed) {
      return null;
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fields fields && all.equals(fields.all);
  }

  @Override
  public int hashCode() {
    return all.hashCode();
  }

  /** {@return the fields, without their values, which may be secret} */
  @Override
  public String toString() {
    return "Fields" + all;
  }
}
