package im.linnet.stream;

import im.linnet.endpoint.Endpoint;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A way to reach endpoints other than the client's built-in TCP: a WebSocket, a tunnel, an
 * in-process server. It carries the bytes of an XML stream in both directions, as one document or
 * in {@linkplain Framing frames}. The client does the rest: stream header, negotiation, STARTTLS if
 * the transport has no TLS of its own, session, time limits.
 *
 * <p>One instance serves many connections and may be shared by clients. Its methods are called on
 * event loops and must not block.
 */
public interface Transport {

  /**
   * Whether this transport serves an endpoint.
   *
   * @param endpoint the endpoint
   * @return true if {@link #open} should be called for it
   */
  boolean serves(Endpoint endpoint);

  /**
   * Opens a connection. The client applies the time limit: when it expires, the client cancels the
   * future of the returned stage, and the transport must close a connection that opens after that.
   *
   * @param endpoint an endpoint that it {@linkplain #serves}
   * @param events the client's callbacks and settings for the connection
   * @return the connection, once it can transfer bytes; may be completed by any thread. Should fail
   *     with a {@link im.linnet.failure.TransportException} whose message says what to try
   */
  CompletionStage<Line> open(Endpoint endpoint, Events events);

  /** How a line carries a stream. */
  enum Framing {
    /** As one XML document (RFC 6120); chunk boundaries have no meaning. */
    STREAM,
    /**
     * In frames (RFC 7395, section 3.3). Each {@link Line#write} and each {@link Events#received}
     * carries one frame: a complete element with its namespace declarations, including {@code
     * <open/>} and {@code <close/>}. STARTTLS is not possible, and no whitespace keep-alives are
     * sent: the transport has its own.
     */
    FRAMES
  }

  /**
   * One connection. The client calls its methods one at a time, on its event loop; they must not
   * block.
   */
  interface Line {

    /**
     * Requests the next bytes, which the line delivers by one call of {@link Events#received} as
     * soon as there are any. The line must not deliver bytes without a request, so that
     * back-pressure reaches the peer. There is at most one pending request.
     */
    void read();

    /**
     * Writes bytes after those written before.
     *
     * @param bytes the bytes; owned by the line until the stage completes
     * @return done when the bytes are written and the line accepts more; may be completed by any
     *     thread. The client does not write again before that. A failure ends the connection
     */
    CompletionStage<Void> write(ByteBuffer bytes);

    /** {@return the framing; by default {@link Framing#STREAM}} */
    default Framing framing() {
      return Framing.STREAM;
    }

    /**
     * Returns the TLS session of a transport with its own TLS. The transport must have verified the
     * server's certificate, as the client then sends passwords.
     *
     * @return the session, including the peer's certificates, which are needed for channel binding;
     *     null if the transport does not encrypt
     */
    default @Nullable SSLSession tls() {
      return null;
    }

    /**
     * Closes the connection immediately, even during a write. Must be idempotent. Called by another
     * thread if the event loop has ended.
     */
    void close();
  }

  /**
   * The callbacks of the client, which a line calls one at a time, from any thread, and the
   * client's settings. Implemented only by the client; methods may be added.
   */
  interface Events {

    /** {@return the account's domain in A-labels: the identity that the peer must prove} */
    String domain();

    /**
     * Creates an engine for a transport with its own TLS, configured by the client's {@link
     * im.linnet.tls.TlsPolicy}. Its handshake fails if the certificate is not acceptable.
     *
     * @param name the name required in the certificate: {@link #domain()}, or a host that a trusted
     *     source gave for it
     * @return the engine, in client mode
     * @throws IllegalArgumentException if it is neither a host name nor an IP address
     */
    SSLEngine tlsEngine(String name);

    /**
     * Delivers the bytes that were {@linkplain Line#read requested}.
     *
     * @param bytes at least one byte; not accessed after the call
     * @throws IllegalStateException if nothing was requested
     */
    void received(ByteBuffer bytes);

    /**
     * Reports that the connection has ended. Nothing may be delivered after it.
     *
     * @param why the failure, or null if the peer closed the connection in order
     */
    void closed(@Nullable Throwable why);
  }
}
