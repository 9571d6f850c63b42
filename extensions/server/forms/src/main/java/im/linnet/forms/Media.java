package im.linnet.forms;

import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Images, sounds or videos of a field, such as the picture of a CAPTCHA (XEP-0221).
 *
 * <p>They come from the sender of the form. Nothing is fetched here: before a program fetches an
 * address, it should ask the user or check the address, and it must not run what it gets (section
 * 3).
 *
 * @param width the width to show it with, in pixels, or null
 * @param height the height to show it with, in pixels, or null
 * @param sources the same content in different places or formats
 */
public record Media(@Nullable Integer width, @Nullable Integer height, List<Source> sources) {

  /** The namespace. */
  public static final String NAMESPACE = "urn:xmpp:media-element";

  private static final int MAX_PIXELS = 65_535;

  /**
   * One place of the content.
   *
   * @param type the MIME type, possibly with parameters; unchecked
   * @param uri where it is; unchecked
   */
  public record Source(String type, String uri) {

    /**
     * Whether the content is sent over XMPP (XEP-0231): with the form, or on request from its
     * sender.
     *
     * @return true for a {@code cid:} address
     */
    public boolean isInBand() {
      return uri.regionMatches(true, 0, "cid:", 0, "cid:".length());
    }
  }

  /** Keeps an unchangeable copy of the list. */
  public Media {
    sources = List.copyOf(sources);
  }

  /**
   * The first source of a kind of content.
   *
   * @param kind the first part of a MIME type, such as {@code image}
   * @return the source, or null if there is none
   */
  public @Nullable Source source(String kind) {
    String prefix = kind.toLowerCase(Locale.ROOT) + '/';
    for (Source source : sources) {
      if (source.type().toLowerCase(Locale.ROOT).startsWith(prefix)) {
        return source;
      }
    }
    return null;
  }

  /** Reads the element; sources without a type or an address are left out. */
  static Media of(Element media) {
    return new Media(
        pixels(media.attribute("width")),
        pixels(media.attribute("height")),
        media.children("uri", NAMESPACE).stream()
            .filter(uri -> uri.attribute("type") != null && !uri.text().isBlank())
            .map(uri -> new Source(String.valueOf(uri.attribute("type")), uri.text().strip()))
            .toList());
  }

  private static @Nullable Integer pixels(@Nullable String text) {
    try {
      int pixels = text == null ? 0 : Integer.parseInt(text.strip());
      return pixels > 0 && pixels <= MAX_PIXELS ? pixels : null;
    } catch (NumberFormatException malformed) {
      return null;
    }
  }

  Element toElement() {
    ElementBuilder media =
        Element.builder("media", NAMESPACE)
            .attribute("width", width == null ? null : width.toString())
            .attribute("height", height == null ? null : height.toString());
    for (Source source : sources) {
      media.child(
          Element.builder("uri", NAMESPACE)
              .attribute("type", source.type())
              .text(source.uri())
              .build());
    }
    return media.build();
  }
}
