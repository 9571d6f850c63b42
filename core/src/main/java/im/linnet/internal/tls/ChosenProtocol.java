package im.linnet.internal.tls;

import im.linnet.xml.XmlText;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The protocol that a server chooses by ALPN (RFC 7301, section 3.2). The platform's TLS refuses
 * one that was not announced during the handshake. Netty has BoringSSL accept it, so it is refused
 * when the handshake is complete, before anything is sent.
 */
public final class ChosenProtocol {

  private static final int MAX_LENGTH = 64;

  private ChosenProtocol() {}

  /**
   * Finds what is wrong with the server's choice.
   *
   * @param engine the engine, with a complete handshake; null if a transport did its TLS
   * @param announced the only protocol that may have been announced
   * @return the failure, or null if the server chose that protocol or none
   */
  public static @Nullable SSLHandshakeException fault(
      @Nullable SSLEngine engine, String announced) {
    String chosen =
        engine instanceof ReferenceCountedOpenSslEngine ? engine.getApplicationProtocol() : null;
    return chosen == null || chosen.isEmpty() || chosen.equals(announced)
        ? null
        : new SSLHandshakeException(
            "the server chose the protocol %s (expected: %s)"
                .formatted(XmlText.shortened(chosen, MAX_LENGTH), announced));
  }
}
