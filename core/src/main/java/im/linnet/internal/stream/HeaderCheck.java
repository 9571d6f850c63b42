package im.linnet.internal.stream;

import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.stream.StreamOpening;
import im.linnet.xml.StreamHeader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks a response stream header (RFC 6120, sections 4.7 and 4.8).
 *
 * <p>Its {@code from} is ignored, before TLS and after: some services answer under another of their
 * names, and the server is authenticated by its certificate.
 */
final class HeaderCheck {

  private static final String STREAMS = "http://etherx.jabber.org/streams";

  /** Leading zeros are ignored (RFC 6120, section 4.7.5). */
  private static final Pattern VERSION_1 = Pattern.compile("0{0,4}1\\.[0-9]{1,4}");

  private HeaderCheck() {}

  /** The fault in the server's header, or null. */
  static @Nullable StreamException fault(StreamHeader header, StreamOpening sent) {
    if (!header.name().equals("stream")) {
      return StreamException.byClient(
          Condition.BAD_FORMAT,
          "What answers is no XMPP server: it begins with an element that is no <stream/>");
    }
    if (!header.namespace().equals(STREAMS)) {
      return StreamException.byClient(
          Condition.INVALID_NAMESPACE, "The server's stream is not of the namespace " + STREAMS);
    }
    if (!header.defaultNamespace().equals(sent.contentNamespace())) {
      return StreamException.byClient(
          Condition.INVALID_NAMESPACE,
          "The server's stream is of another kind: its content namespace is not %s; check the port"
              .formatted(sent.contentNamespace()));
    }
    String version = header.version();
    boolean supported = version != null && VERSION_1.matcher(version).matches();
    if (sent.version() != null && !supported) {
      return StreamException.byClient(
          Condition.UNSUPPORTED_VERSION,
          "The server does not speak XMPP 1.0, which this client needs; its operator has to update"
              + " it");
    }
    return null;
  }
}
