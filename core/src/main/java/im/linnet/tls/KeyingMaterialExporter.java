package im.linnet.tls;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Exports keying material of a TLS connection (RFC 8446, section 7.5), for an implementation of TLS
 * whose sessions can't ({@link TlsPolicy.Builder#provider(java.security.Provider,
 * KeyingMaterialExporter)}). The client needs it for the channel binding {@code tls-exporter} (RFC
 * 9266), and asks only on connections with TLS 1.3. Conscrypt's is {@code
 * Conscrypt.exportKeyingMaterial(engine, label, null, length)}.
 */
@FunctionalInterface
public interface KeyingMaterialExporter {

  /**
   * Exports keying material without a context. Called on worker threads while the connection's
   * event loop may use the engine, so it must be thread-safe; must not block.
   *
   * @param engine an engine of the provider, with a complete handshake
   * @param label the label, in ASCII
   * @param length the number of bytes
   * @return the keying material; null if the engine can't export
   * @throws SSLException if the engine can't export
   */
  byte @Nullable [] export(SSLEngine engine, String label, int length) throws SSLException;
}
