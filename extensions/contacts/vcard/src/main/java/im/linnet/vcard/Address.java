package im.linnet.vcard;

import im.linnet.xml.Element;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A postal address (XEP-0054, section 9: {@code ADR}).
 *
 * @param kinds of {@link Kind#HOME}, {@link Kind#WORK}, {@link Kind#PREF} and those from {@link
 *     Kind#POSTAL} to {@link Kind#INTL}
 * @param poBox the post office box, or null
 * @param extended a suite or floor, or null
 * @param street street and number, or null
 * @param locality the town, or null
 * @param region the state or province, or null
 * @param postalCode the postal code, or null
 * @param country the country, or null
 */
public record Address(
    Set<Kind> kinds,
    @Nullable String poBox,
    @Nullable String extended,
    @Nullable String street,
    @Nullable String locality,
    @Nullable String region,
    @Nullable String postalCode,
    @Nullable String country) {

  /** Keeps an unmodifiable copy of the kinds. */
  public Address {
    kinds = Kind.copy(kinds);
  }

  /**
   * Reads an address.
   *
   * @param element the {@code <ADR/>}
   * @return the address
   * @throws IllegalArgumentException if all its parts are empty
   */
  public static Address of(Element element) {
    Address address =
        new Address(
            Kind.in(element),
            Text.of(element, "POBOX"),
            Text.of(element, "EXTADD"),
            Text.of(element, "STREET"),
            Text.of(element, "LOCALITY"),
            Text.of(element, "REGION"),
            Text.of(element, "PCODE"),
            Text.of(element, "CTRY"));
    if (address.isEmpty()) {
      throw new IllegalArgumentException("ADR: empty (expected: a part of an address)");
    }
    return address;
  }

  private boolean isEmpty() {
    return Stream.of(poBox, extended, street, locality, region, postalCode, country)
        .allMatch(Objects::isNull);
  }

  /** {@return the {@code <ADR/>}} */
  public Element toElement() {
    return Kind.marked("ADR", kinds)
        .child("POBOX", poBox)
        .child("EXTADD", extended)
        .child("STREET", street)
        .child("LOCALITY", locality)
        .child("REGION", region)
        .child("PCODE", postalCode)
        .child("CTRY", country)
        .build();
  }
}
