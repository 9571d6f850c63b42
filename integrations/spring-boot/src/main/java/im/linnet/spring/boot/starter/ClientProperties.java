package im.linnet.spring.boot.starter;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the application's configuration says of one client: {@code linnet.*} of the main one, {@code
 * linnet.clients.NAME.*} of each other. Immutable value.
 *
 * @param account Address of the account, such as juliet@example.com. A resource, if there is one,
 *     is requested from the server.
 * @param password Password of the account. Not needed if a ClientCustomizer says how to sign in.
 * @param endpoints Where to connect, instead of a look-up in DNS: host:port for STARTTLS,
 *     tls://host:port for direct TLS, wss://host/path for WebSocket, which needs linnet-websocket.
 * @param transport What to connect by.
 * @param ssl Trust and client certificate.
 * @param start When the client connects.
 * @param startLimit With start=required, how long the application waits for the connection.
 * @param reconnect Whether the client connects again by itself.
 * @param suspendFile File that keeps the stream while the application is stopped, to be resumed
 *     when it starts again. Its folder has to exist. By default the stream is ended.
 */
@ConfigurationProperties("linnet")
public record ClientProperties(
    @Nullable String account,
    @Nullable String password,
    @DefaultValue List<String> endpoints,
    @DefaultValue("auto") TransportChoice transport,
    @DefaultValue Ssl ssl,
    @DefaultValue("background") Start start,
    @DefaultValue("30s") Duration startLimit,
    @DefaultValue("standard") Reconnect reconnect,
    @Nullable Path suspendFile) {

  /** What to connect by. */
  public enum TransportChoice {
    /**
     * TCP and, if linnet-websocket is on the class path, WebSocket where TCP does not work or an
     * endpoint says so.
     */
    AUTO,
    /** TCP alone. */
    TCP
  }

  /** When a client connects. */
  public enum Start {
    /** When the context has started; the application does not wait for it. */
    BACKGROUND,
    /** When the context starts, which fails if the client can't connect within the limit. */
    REQUIRED,
    /** When the application calls {@code connect()}. */
    MANUAL
  }

  /** Whether a client connects again by itself. */
  public enum Reconnect {
    /**
     * After random delays of up to a minute, also if the first connection fails, until the user has
     * to act: {@code ReconnectPolicy.standard().retryingFirst()}.
     */
    STANDARD,
    /** Never. */
    NEVER
  }

  /**
   * Trust and client certificate.
   *
   * @param bundle Name of an SSL bundle with the authorities to trust and, for SASL EXTERNAL, the
   *     client's certificate.
   */
  public record Ssl(@Nullable String bundle) {}

  /** {@return the properties without the password} */
  @Override
  public String toString() {
    return ("ClientProperties[account=%s, endpoints=%s, transport=%s, ssl=%s, start=%s,"
            + " startLimit=%s, reconnect=%s, suspendFile=%s]")
        .formatted(account, endpoints, transport, ssl, start, startLimit, reconnect, suspendFile);
  }
}
