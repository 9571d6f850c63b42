package im.linnet.vcard;

import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes a card, part by part; for one thread. Each method replaces all elements of the part,
 * including malformed ones; null or an empty list removes them. Everything else is kept, known or
 * not, because a card can only be stored as a whole (XEP-0054, section 3.2). A text with a
 * character that XML does not allow is refused with an {@link IllegalArgumentException}.
 */
public final class VCardBuilder {

  private final ElementBuilder card;

  VCardBuilder(Element card) {
    this.card = card.toBuilder();
  }

  /**
   * Sets the display name.
   *
   * @param text the name, or null for none
   * @return this builder
   */
  public VCardBuilder fullName(@Nullable String text) {
    return text("FN", text);
  }

  /**
   * Sets the name in its parts.
   *
   * @param name the name, or null for none
   * @return this builder
   */
  public VCardBuilder name(@Nullable Name name) {
    return one("N", name == null ? null : name.toElement());
  }

  /**
   * Sets the nickname.
   *
   * @param text the nickname, several separated by commas, or null for none
   * @return this builder
   */
  public VCardBuilder nickname(@Nullable String text) {
    return text("NICKNAME", text);
  }

  /**
   * Sets the e-mail addresses.
   *
   * @param emails all of them
   * @return this builder
   */
  public VCardBuilder emails(List<Email> emails) {
    return all("EMAIL", emails, Email::toElement);
  }

  /**
   * Sets the telephone numbers.
   *
   * @param telephones all of them
   * @return this builder
   */
  public VCardBuilder telephones(List<Telephone> telephones) {
    return all("TEL", telephones, Telephone::toElement);
  }

  /**
   * Sets the postal addresses.
   *
   * @param addresses all of them
   * @return this builder
   */
  public VCardBuilder addresses(List<Address> addresses) {
    return all("ADR", addresses, Address::toElement);
  }

  /**
   * Sets the organisation.
   *
   * @param organization the organisation, or null for none
   * @return this builder
   */
  public VCardBuilder organization(@Nullable Organization organization) {
    return one("ORG", organization == null ? null : organization.toElement());
  }

  /**
   * Sets the date of birth.
   *
   * @param date the date, of the years 1 to 9999, or null for none
   * @return this builder
   * @throws IllegalArgumentException if the year is outside 1 to 9999
   */
  public VCardBuilder birthday(@Nullable LocalDate date) {
    if (date != null && (date.getYear() < 1 || date.getYear() > 9999)) {
      throw new IllegalArgumentException(
          "year: %d (expected: 1 to 9999)".formatted(date.getYear()));
    }
    return text("BDAY", date == null ? null : date.toString());
  }

  /**
   * Sets the free text.
   *
   * @param text the text, or null for none
   * @return this builder
   */
  public VCardBuilder description(@Nullable String text) {
    return text("DESC", text);
  }

  /**
   * Sets the picture.
   *
   * @param photo the picture, or null for none
   * @return this builder
   */
  public VCardBuilder photo(@Nullable Photo photo) {
    return one("PHOTO", photo == null ? null : photo.toElement());
  }

  /** {@return the card} */
  public VCard build() {
    return VCard.of(card.build());
  }

  private VCardBuilder text(String name, @Nullable String text) {
    return one(name, text == null ? null : Element.of(name, VCard.NAMESPACE, text));
  }

  private VCardBuilder one(String name, @Nullable Element part) {
    return all(name, part == null ? List.of() : List.of(part), Function.identity());
  }

  private <T> VCardBuilder all(String name, List<T> parts, Function<T, Element> writer) {
    card.without(name, VCard.NAMESPACE);
    parts.forEach(part -> card.child(writer.apply(part)));
    return this;
  }
}
