package im.linnet.vcard;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A card (XEP-0054): an immutable view of its element. Absent, empty or malformed parts are null or
 * left out of the lists, and no accessor fails. Malformed parts stay in {@link #element()}, so they
 * survive when the card is changed by {@link #toBuilder()} and stored. Values are unchecked.
 */
public final class VCard implements Payload {

  /** The namespace of cards. */
  public static final String NAMESPACE = "vcard-temp";

  /** Reads the payload. */
  public static final Payload.Type<VCard> TYPE = new Payload.Type<>("vCard", NAMESPACE, VCard::of);

  private static final VCard EMPTY = new VCard(Element.of("vCard", NAMESPACE));

  private static final Pattern DATE = Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})(T.*)?");

  private final Element element;

  private VCard(Element element) {
    this.element = element;
  }

  /**
   * Reads a card.
   *
   * @param element the {@code <vCard/>}
   * @return the card
   * @throws IllegalArgumentException if it is another element
   */
  public static VCard of(Element element) {
    if (!element.is("vCard", NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <vCard xmlns='vcard-temp'/>)".formatted(element));
    }
    return new VCard(element);
  }

  /** {@return a card without content} */
  public static VCard empty() {
    return EMPTY;
  }

  /** {@return a builder of a new card, for one thread} */
  public static VCardBuilder builder() {
    return EMPTY.toBuilder();
  }

  /** {@return a builder with the content of this card, for one thread} */
  public VCardBuilder toBuilder() {
    return new VCardBuilder(element);
  }

  /** {@return whether it has no content} */
  public boolean isEmpty() {
    return element.children().isEmpty();
  }

  /** {@return the display name ({@code FN}), or null} */
  public @Nullable String fullName() {
    return Text.of(element, "FN");
  }

  /** {@return the name in its parts ({@code N}), or null} */
  public @Nullable Name name() {
    return first("N", Name::of);
  }

  /** {@return the nickname, several separated by commas ({@code NICKNAME}), or null} */
  public @Nullable String nickname() {
    return Text.of(element, "NICKNAME");
  }

  /** {@return the e-mail addresses ({@code EMAIL})} */
  public List<Email> emails() {
    return all("EMAIL", Email::of);
  }

  /** {@return the telephone numbers ({@code TEL})} */
  public List<Telephone> telephones() {
    return all("TEL", Telephone::of);
  }

  /** {@return the postal addresses ({@code ADR})} */
  public List<Address> addresses() {
    return all("ADR", Address::of);
  }

  /** {@return the organisation ({@code ORG}), or null} */
  public @Nullable Organization organization() {
    return first("ORG", Organization::of);
  }

  /** {@return the date of birth, from a date or a date with time ({@code BDAY}), or null} */
  public @Nullable LocalDate birthday() {
    return first("BDAY", VCard::date);
  }

  /** {@return the free text ({@code DESC}), or null} */
  public @Nullable String description() {
    return Text.of(element, "DESC");
  }

  /**
   * {@return the picture if it has at most {@link Photo#MAX_BYTES}, or null; decoded at each call}
   */
  public @Nullable Photo photo() {
    return photo(Photo.MAX_BYTES);
  }

  /**
   * The picture ({@code PHOTO}), decoded at each call.
   *
   * @param maxBytes the most bytes that it may have; a larger one is not decoded
   * @return the picture, or null if there is none that is well-formed and small enough
   */
  public @Nullable Photo photo(int maxBytes) {
    return first("PHOTO", photo -> Photo.of(photo, maxBytes));
  }

  /** {@return the {@code <vCard/>} with all its content} */
  public Element element() {
    return element;
  }

  @Override
  public Element toElement() {
    return element;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VCard that && element.equals(that.element);
  }

  @Override
  public int hashCode() {
    return element.hashCode();
  }

  /** {@return an outline without the content of the card, safe for logs} */
  @Override
  public String toString() {
    return element.toString();
  }

  private static LocalDate date(Element birthday) {
    String text = birthday.text().strip();
    var date = DATE.matcher(text.length() <= 64 ? text : "");
    if (!date.matches() || date.group(1).equals("0000")) {
      throw new IllegalArgumentException("BDAY: no date (expected: such as 1970-01-31)");
    }
    return LocalDate.of(
        Integer.parseInt(date.group(1)),
        Integer.parseInt(date.group(2)),
        Integer.parseInt(date.group(3)));
  }

  private <T> @Nullable T first(String name, Function<Element, T> reader) {
    for (Element part : element.children(name, NAMESPACE)) {
      try {
        return reader.apply(part);
      } catch (IllegalArgumentException | DateTimeException malformed) {
        // Treated as absent: the next may be well-formed.
      }
    }
    return null;
  }

  private <T> List<T> all(String name, Function<Element, T> reader) {
    List<T> all = new ArrayList<>();
    for (Element part : element.children(name, NAMESPACE)) {
      try {
        all.add(reader.apply(part));
      } catch (IllegalArgumentException malformed) {
        // One bad part does not make the card unreadable.
      }
    }
    return List.copyOf(all);
  }
}
