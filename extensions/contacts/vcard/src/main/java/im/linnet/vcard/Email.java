package im.linnet.vcard;

import im.linnet.xml.Element;
import java.util.Set;

/**
 * An e-mail address (XEP-0054, section 9: {@code EMAIL}).
 *
 * @param address the address, unchecked
 * @param kinds of {@link Kind#HOME}, {@link Kind#WORK}, {@link Kind#INTERNET}, {@link Kind#X400}
 *     and {@link Kind#PREF}
 */
public record Email(String address, Set<Kind> kinds) {

  /** Keeps an unmodifiable copy of the kinds. */
  public Email {
    kinds = Kind.copy(kinds);
  }

  /**
   * An address of the Internet.
   *
   * @param address the address
   * @return the e-mail address
   */
  public static Email of(String address) {
    return new Email(address, Set.of(Kind.INTERNET));
  }

  /**
   * Reads an e-mail address.
   *
   * @param element the {@code <EMAIL/>}
   * @return the e-mail address
   * @throws IllegalArgumentException if it contains no address
   */
  public static Email of(Element element) {
    return new Email(Text.required(element, "USERID"), Kind.in(element));
  }

  /** {@return the {@code <EMAIL/>}} */
  public Element toElement() {
    return Kind.marked("EMAIL", kinds).child("USERID", address).build();
  }
}
