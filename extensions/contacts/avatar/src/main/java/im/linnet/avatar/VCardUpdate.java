package im.linnet.avatar;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a presence says about its sender's avatar (XEP-0153, section 4.1) and, as PyMSNt's gateways
 * do, its nickname.
 *
 * @param photo the avatar
 * @param nickname the nickname as sent, empty for none; null if nothing is said about it
 */
public record VCardUpdate(Photo photo, @Nullable String nickname) implements Payload {

  /** The namespace. */
  public static final String NAMESPACE = "vcard-temp:x:update";

  /** Reads the payload. */
  public static final Type<VCardUpdate> TYPE = new Type<>("x", NAMESPACE, VCardUpdate::of);

  private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");

  /** What is said about the avatar. */
  public sealed interface Photo {

    /** The sender supports avatars but has not read its own vCard yet: nothing is known. */
    record NotReady() implements Photo {}

    /** The sender has no avatar. */
    record None() implements Photo {}

    /**
     * The sender has an avatar.
     *
     * @param sha1 its SHA-1 hash, 40 hexadecimal digits, kept in lower case
     */
    record Hash(String sha1) implements Photo {

      /**
       * Checks the hash.
       *
       * @throws IllegalArgumentException if it is not 40 hexadecimal digits
       */
      public Hash {
        sha1 = sha1.length() == 40 ? sha1.toLowerCase(Locale.ROOT) : "";
        if (!SHA1.matcher(sha1).matches()) {
          throw new IllegalArgumentException("photo: no SHA-1 (expected: 40 hexadecimal digits)");
        }
      }
    }
  }

  /**
   * Reads what a presence says.
   *
   * @param element the {@code <x/>}
   * @return what it says
   * @throws IllegalArgumentException if it is another element, or the hash is malformed
   */
  public static VCardUpdate of(Element element) {
    if (!element.is("x", NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <x xmlns='%s'/>)".formatted(element, NAMESPACE));
    }
    Element nickname = element.child("nickname", NAMESPACE);
    return new VCardUpdate(
        photo(element.child("photo", NAMESPACE)),
        nickname == null ? null : nickname.text().strip());
  }

  private static Photo photo(@Nullable Element photo) {
    if (photo == null) {
      return new Photo.NotReady();
    }
    String text = photo.text().strip();
    return text.isEmpty() ? new Photo.None() : new Photo.Hash(text);
  }

  @Override
  public Element toElement() {
    var element = Element.builder("x", NAMESPACE);
    if (photo instanceof Photo.None) {
      element.child(Element.of("photo", NAMESPACE));
    } else if (photo instanceof Photo.Hash hash) {
      element.child("photo", hash.sha1());
    }
    return element.child("nickname", nickname).build();
  }
}
