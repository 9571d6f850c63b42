package im.linnet.nickname;

import im.linnet.jid.Jid;
import im.linnet.stanza.Payload;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * The name that a user wants to be called by (XEP-0172), sent with a subscription request or with
 * the first message to a stranger. It is not unique and proves nothing: show it beside the address,
 * not in its place.
 *
 * @param text the name: one line of 1 to 256 code points, without blanks at its ends
 */
public record Nickname(String text) implements Payload {

  /** The namespace. */
  public static final String NAMESPACE = "http://jabber.org/protocol/nick";

  /** Reads the payload. */
  public static final Type<Nickname> TYPE = new Type<>("nick", NAMESPACE, Nickname::of);

  /** The longest nickname, in code points. */
  public static final int MAX_LENGTH = 256;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is empty, too long, or contains characters that don't
   *     belong in a line of text
   */
  public Nickname {
    if (text.isEmpty() || !text.equals(tidy(text))) {
      throw new IllegalArgumentException(
          "nickname: of %d characters (expected: one line of 1 to %d, without blanks at its ends)"
              .formatted(text.length(), MAX_LENGTH));
    }
  }

  /**
   * Reads and cleans a received nickname: runs of blanks, line ends and control characters become
   * one blank; characters that change the direction of text, which could alter the display of what
   * follows the name, are removed; a name that is too long is cut.
   *
   * @param element the {@code <nick/>}
   * @return the nickname
   * @throws IllegalArgumentException if it is another element, or contains no name
   */
  public static Nickname of(Element element) {
    if (!element.is("nick", NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <nick xmlns='%s'/>)".formatted(element, NAMESPACE));
    }
    return new Nickname(tidy(element.text()));
  }

  /**
   * Creates a nickname from any text, cleaned as in {@link #of(Element)}.
   *
   * @param text any text
   * @return the nickname, or null if there is no name in it
   */
  public static @Nullable Nickname tidied(String text) {
    String name = tidy(text);
    return name.isEmpty() ? null : new Nickname(name);
  }

  /**
   * The nickname of the sender of a stanza (section 3).
   *
   * @param stanza a presence or a message
   * @return the nickname; null if there is none, and for a stanza that came back with an error,
   *     because its content is not the sender's
   */
  public static @Nullable Nickname of(Stanza stanza) {
    return stanza.error() == null ? stanza.payload(TYPE) : null;
  }

  /**
   * A subscription request with this nickname (section 4.1).
   *
   * @param contact the contact whose presence to see
   * @return the request, of type subscribe
   */
  public Presence subscribe(Jid contact) {
    return Presence.builder(Presence.Type.SUBSCRIBE).to(contact.bare()).payload(this).build();
  }

  @Override
  public Element toElement() {
    return Element.of("nick", NAMESPACE, text);
  }

  private static String tidy(String text) {
    StringBuilder tidy = new StringBuilder();
    boolean visible = false;
    int length = 0;
    for (int i = 0, c; i < text.length() && length < MAX_LENGTH; i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (!isBlank(c)) {
        if (!turnsDirection(c)) {
          tidy.appendCodePoint(c);
          length++;
          visible |= Character.getType(c) != Character.FORMAT;
        }
      } else if (length > 0 && tidy.charAt(tidy.length() - 1) != ' ') {
        tidy.append(' ');
        length++;
      }
    }
    return visible ? tidy.toString().stripTrailing() : "";
  }

  /** Whether it is blank, or can't be sent at all (XML 1.0, section 2.2). */
  private static boolean isBlank(int c) {
    return Character.isISOControl(c)
        || c == 0xFFFE
        || c == 0xFFFF
        || Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.SURROGATE;
  }

  /**
   * Whether it is an embedding, override or isolate (Unicode Standard Annex 9, section 2), not a
   * plain mark.
   */
  private static boolean turnsDirection(int c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  }
}
