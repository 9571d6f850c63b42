package im.linnet.internal.stream;

import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.stream.StreamOpening;
import im.linnet.xml.StreamHeader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a response stream header must be (RFC 6120, sections 4.7 and 4.8).
 *
 * <p>Its {@code from} is not looked at, before TLS or after: services are known that answer under
 * another of their names, and what proves who the server is, is its certificate.
 */
final class HeaderCheck {

  private static final String STREAMS = "http://etherx.jabber.org/streams";

  /** Zeros in front count for nothing (RFC 6120, section 4.7.5). */
  private static final Pattern VERSION_1 = Pattern.compile("0{0,4}1\\.[0-9]{1,4}");

  private HeaderCheck() {}

  /** What is wrong with the answer to the client's header, or null. */
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
          "The server's stream is not for clients: its content namespace is not "
              + sent.contentNamespace());
    }
    String version = header.version();
    boolean supported = version != null && VERSION_1.matcher(version).matches();
    if (sent.version() != null && !supported) {
      return StreamException.byClient(
          Condition.UNSUPPORTED_VERSION,
          "The server does not speak XMPP 1.0, which this client needs");
    }
    return null;
  }
}
