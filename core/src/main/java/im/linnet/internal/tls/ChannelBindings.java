package im.linnet.internal.tls;

import im.linnet.tls.KeyingMaterialExporter;
import im.linnet.tls.TlsPolicy;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel bindings of one policy's connections: {@code tls-exporter} (RFC 9266) and {@code
 * tls-server-end-point} (RFC 5929, section 4). {@code tls-unique} is not defined for TLS 1.3. Safe
 * for use by any thread.
 *
 * @param exporter the policy's exporter, or null for that of the sessions
 */
public record ChannelBindings(@Nullable KeyingMaterialExporter exporter) {

  /** The name of the type that exports keying material. */
  public static final String EXPORTER = "tls-exporter";

  private static final Logger LOG = LoggerFactory.getLogger(ChannelBindings.class);

  private static final String LABEL = "EXPORTER-Channel-Binding";
  private static final int LENGTH = 32;

  /**
   * The only version with this binding: earlier ones need the extended master secret (RFC 7627),
   * which can't be inquired, and resumed sessions of the platform share their secret.
   */
  private static final String VERSION = "TLSv1.3";

  /**
   * The channel bindings for a policy.
   *
   * @param policy the policy
   * @return the channel bindings
   */
  public static ChannelBindings of(TlsPolicy policy) {
    return new ChannelBindings(policy.exporter());
  }

  /**
   * Computes the data of a channel binding.
   *
   * @param type the type's name
   * @param session the session of the connection, with a complete handshake
   * @param engine the engine of the connection; null if a transport did its TLS
   * @return the data; null if the type is unknown or this connection has none
   */
  public byte @Nullable [] data(String type, SSLSession session, @Nullable SSLEngine engine) {
    return switch (type) {
      case EXPORTER -> VERSION.equals(session.getProtocol()) ? exported(session, engine) : null;
      case ServerEndPoint.TYPE -> ServerEndPoint.of(session);
      default -> null;
    };
  }

  private byte @Nullable [] exported(SSLSession session, @Nullable SSLEngine engine) {
    try {
      byte[] data =
          exporter == null || engine == null
              ? SessionExporter.export(session, LABEL, LENGTH)
              : exporter.export(engine, LABEL, LENGTH);
      return data != null && data.length == LENGTH ? data : null;
    } catch (UnsupportedOperationException without) {
      return null;
    } catch (SSLException | RuntimeException failure) {
      LOG.warn("No channel binding tls-exporter: exporting keying material failed", failure);
      return null;
    }
  }
}
