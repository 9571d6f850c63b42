package im.linnet.internal.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import im.linnet.stream.StreamOpening;
import im.linnet.xml.Element;
import im.linnet.xml.StreamHeader;

/**
 * How a stream is written in frames (RFC 7395, section 3.3): each is an element that stands for
 * itself, and two of them stand for the tags of the stream's root.
 */
final class Frames {

  private static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-framing";

  /** What the frames are read as children of; nothing is in scope in it but the frame's own. */
  private static final String ROOT = "<frames>";

  /** Written where the root's end tag would be. */
  static final Element CLOSE = Element.of("close", NAMESPACE);

  private Frames() {}

  static byte[] root() {
    return ROOT.getBytes(US_ASCII);
  }

  /** Written where the root's start tag would be. */
  static Element open(StreamOpening header) {
    return Element.builder("open", NAMESPACE)
        .attribute("from", header.from())
        .attribute("to", header.to())
        .attribute("version", header.version())
        .attribute(Element.XML_NAMESPACE, "lang", header.language())
        .build();
  }

  /** What a frame says in the terms of a stream: a header, its end, or an element. */
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
    return frame.is("close", NAMESPACE) ? new StreamEnd() : frame;
  }
}
