package im.linnet.testkit.peer;

import im.linnet.testkit.xml.XmlElement;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A {@link ScriptedPeer}'s record of one connection. Thread-safe. */
public final class PeerConnection {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<XmlElement> elements = new ArrayList<>();
  private @Nullable SSLSession tls;
  private String applicationProtocol = "";

  PeerConnection() {}

  /** {@return everything received, decrypted} */
  public synchronized byte[] bytes() {
    return bytes.toByteArray();
  }

  /** {@return everything received, decrypted, as text} */
  public synchronized String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /**
   * {@return the stream headers and elements received, in order, as far as the script read them}
   */
  public synchronized List<XmlElement> elements() {
    return List.copyOf(elements);
  }

  /** {@return the TLS session, or null if there was no handshake} */
  public synchronized @Nullable SSLSession tls() {
    return tls;
  }

  /** {@return the name that the client sent as SNI (RFC 6066, section 3), or null} */
  public synchronized @Nullable String serverName() {
    if (tls instanceof ExtendedSSLSession extended) {
      for (SNIServerName name : extended.getRequestedServerNames()) {
        return name instanceof SNIHostName host ? host.getAsciiName() : name.toString();
      }
    }
    return null;
  }

  /** {@return the protocol negotiated by ALPN, empty if none} */
  public synchronized String applicationProtocol() {
    return applicationProtocol;
  }

  synchronized void received(byte[] more) {
    bytes.writeBytes(more);
  }

  synchronized void received(XmlElement element) {
    elements.add(element);
  }

  synchronized void secured(@Nullable SSLSession session, String protocol) {
    tls = session;
    applicationProtocol = protocol;
  }
}
