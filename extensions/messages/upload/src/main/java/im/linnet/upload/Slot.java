package im.linnet.upload;

import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The permission to upload one file (XEP-0363, section 4). Immutable.
 *
 * <p>Whoever has the address of the download has the file, and the headers are secret.
 */
public final class Slot {

  private static final Set<String> ALLOWED = Set.of("authorization", "cookie", "expires");

  /**
   * A header field of the upload. Its value is secret and opaque.
   *
   * @param name Authorization, Cookie or Expires, in any case
   * @param value the value, without line breaks
   */
  public record Header(String name, String value) {

    /** {@return the name, without the value} */
    @Override
    public String toString() {
      return "Header[%s]".formatted(name);
    }
  }

  private final URI put;
  private final URI get;
  private final List<Header> headers;

  private Slot(URI put, URI get, List<Header> headers) {
    this.put = put;
    this.get = get;
    this.headers = List.copyOf(headers);
  }

  /**
   * Reads an answer. Only the three header fields that section 4 allows are kept, without line
   * breaks, so that a service can't forge others.
   *
   * @throws IllegalArgumentException if there is no slot, or an address is not one of HTTPS
   */
  static Slot in(Iq answer) {
    Element slot = answer.element().child("slot", Uploads.NAMESPACE);
    Element put = slot == null ? null : slot.child("put", Uploads.NAMESPACE);
    Element get = slot == null ? null : slot.child("get", Uploads.NAMESPACE);
    if (put == null || get == null) {
      throw new IllegalArgumentException("no <slot xmlns='%s'/>".formatted(Uploads.NAMESPACE));
    }
    List<Header> headers = new ArrayList<>();
    for (Element header : put.children("header", Uploads.NAMESPACE)) {
      String name = header.attribute("name");
      String stripped = name == null ? "" : withoutLineBreaks(name).strip();
      if (ALLOWED.contains(stripped.toLowerCase(Locale.ROOT))) {
        headers.add(new Header(stripped, sendable(withoutLineBreaks(header.text()).strip())));
      }
    }
    return new Slot(
        WebAddress.https(put.attribute("url")), WebAddress.https(get.attribute("url")), headers);
  }

  private static String withoutLineBreaks(String text) {
    return text.replaceAll("[\\r\\n]", "");
  }

  private static String sendable(String value) {
    if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
      throw new IllegalArgumentException("a header field has characters that HTTP does not allow");
    }
    return value;
  }

  /** {@return where to upload the file, by the method PUT} */
  public URI put() {
    return put;
  }

  /** {@return where to download it} */
  public URI get() {
    return get;
  }

  /** {@return the header fields that the upload must have, in this order} */
  public List<Header> headers() {
    return headers;
  }

  /** {@return the hosts; the rest is secret} */
  @Override
  public String toString() {
    return "Slot[put to %s, get from %s]".formatted(put.getHost(), get.getHost());
  }
}
