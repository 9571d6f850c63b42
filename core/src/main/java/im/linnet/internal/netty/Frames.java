package im.linnet.internal.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import im.linnet.failure.StreamError;
import im.linnet.stream.StreamOpening;
import im.linnet.xml.Element;
import im.linnet.xml.StreamHeader;

/**
 * The framing of a stream (RFC 7395, section 3.3): each frame is a standalone element, and two of
 * them replace the start and end tag of the stream's root.
 */
final class Frames {

  private static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-framing";

  /**
   * The parent that frames are parsed under; it declares no namespaces, so a frame's scope holds
   * its own only.
   */
  private static final String ROOT = "<frames>";

  /** Written in place of the root's end tag. */
  static final Element CLOSE = Element.of("close", NAMESPACE);

  private Frames() {}

  static byte[] root() {
    return ROOT.getBytes(US_ASCII);
  }

  /** Written in place of the root's start tag. */
  static Element open(StreamOpening header) {
    return Element.builder("open", NAMESPACE)
        .attribute("from", header.from())
        .attribute("to", header.to())
        .attribute("version", header.version())
        .attribute(Element.XML_NAMESPACE, "lang", header.language())
        .build();
  }

  /**
   * Converts a frame to a stream event: a header, the end, or an element.
   *
   * <p>An end that names another place (RFC 7395, section 3.6.1) becomes the stream error {@code
   * see-other-host}, which says the same and ends the stream too. Its text is the URI.
   */
  static Object read(Element frame, String contentNamespace) {
    if (frame.is("open", NAMESPACE)) {
      return new StreamHeader(
          StreamHeader.STREAMS_NAMESPACE,
          "stream",
          contentNamespace,
          frame.attribute("id"),
          frame.attribute("from"),
          frame.attribute("to"),
          frame.attribute("version"),
          frame.lang(),
          frame.attributes());
    }
    if (!frame.is("close", NAMESPACE)) {
      return frame;
    }
    String uri = frame.attribute("see-other-uri");
    return uri == null ? new StreamEnd() : seeOther(uri);
  }

  private static Element seeOther(String uri) {
    return Element.builder("error", StreamHeader.STREAMS_NAMESPACE)
        .child(Element.builder("see-other-host", StreamError.NAMESPACE).text(uri).build())
        .build();
  }
}
