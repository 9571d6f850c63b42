package im.linnet.vcard;

import im.linnet.xml.Element;
import java.util.Set;

/**
 * A telephone number (XEP-0054, section 9: {@code TEL}).
 *
 * @param number the number as people write it, unchecked
 * @param kinds of {@link Kind#HOME}, {@link Kind#WORK}, {@link Kind#PREF} and those from {@link
 *     Kind#VOICE} to {@link Kind#PCS}
 */
public record Telephone(String number, Set<Kind> kinds) {

  /** Keeps an unmodifiable copy of the kinds. */
  public Telephone {
    kinds = Kind.copy(kinds);
  }

  /**
   * Reads a telephone number.
   *
   * @param element the {@code <TEL/>}
   * @return the telephone number
   * @throws IllegalArgumentException if it contains no number
   */
  public static Telephone of(Element element) {
    return new Telephone(Text.required(element, "NUMBER"), Kind.in(element));
  }

  /** {@return the {@code <TEL/>}} */
  public Element toElement() {
    return Kind.marked("TEL", kinds).child("NUMBER", number).build();
  }
}
