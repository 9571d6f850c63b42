package im.linnet.references;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.XmlText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A link in a message or presence (XEP-0066, section 3), such as to an uploaded file.
 *
 * <p>Its sender may choose any scheme (section 5): open only what {@link #isWeb()}, or after asking
 * the user. A program that fetches links on its own reveals its address, and can be made to visit
 * hosts behind its firewall.
 *
 * @param url the address, with a scheme, at most {@value #MAX_LENGTH} characters
 * @param description what it is, at most {@value #MAX_DESCRIPTION} characters, or null
 */
public record Link(URI url, @Nullable String description) implements Payload {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "jabber:x:oob";

  /** Reads the payload. */
  public static final Type<Link> TYPE = new Type<>("x", NAMESPACE, Link::of);

  /** The longest address, in characters. */
  public static final int MAX_LENGTH = 4096;

  /** The longest description, in characters. A longer one is cut. */
  public static final int MAX_DESCRIPTION = 1024;

  private static final Set<String> WEB = Set.of("https", "http");

  /**
   * Checks the address, and shortens the description.
   *
   * @throws IllegalArgumentException if the address has no scheme or is too long
   */
  public Link {
    if (!url.isAbsolute() || url.toString().length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "url: of %d characters (expected: at most %d, with a scheme)"
              .formatted(url.toString().length(), MAX_LENGTH));
    }
    if (description != null) {
      String words = XmlText.allowed(XmlText.cut(description.strip(), MAX_DESCRIPTION));
      description = words.isEmpty() ? null : words;
    }
  }

  /**
   * A link without a description.
   *
   * @param url the address
   */
  public Link(URI url) {
    this(url, null);
  }

  /**
   * Reads a link.
   *
   * @param element the {@code <x/>}
   * @return the link
   * @throws IllegalArgumentException if it is another element, or its address is no URI
   */
  public static Link of(Element element) {
    if (!element.is("x", NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <x xmlns='%s'/>)".formatted(element, NAMESPACE));
    }
    String url = element.childText("url");
    if (url == null || url.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("url: absent or too long (expected: a URI)");
    }
    try {
      return new Link(new URI(url.strip()), element.childText("desc"));
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException("url: malformed (expected: a URI, RFC 3986)", malformed);
    }
  }

  /** {@return whether the scheme is https or http and a host is named} */
  public boolean isWeb() {
    return WEB.contains(url.getScheme().toLowerCase(Locale.ROOT)) && url.getHost() != null;
  }

  @Override
  public Element toElement() {
    return Element.builder("x", NAMESPACE)
        .child("url", url.toString())
        .child("desc", description)
        .build();
  }
}
