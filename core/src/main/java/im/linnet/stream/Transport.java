package im.linnet.stream;

import im.linnet.endpoint.Endpoint;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
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

  /**
   * Returns a source of further endpoints of the account's domain, for a transport that can
   * discover them. It is used only if the user has named no endpoint.
   *
   * @return the source, or null if there is none
   */
  default @Nullable Alternatives alternatives() {
    return null;
  }

  /** How a line carries a stream. */
  enum Framing {
    /** As one XML document (RFC 6120); chunk boundaries have no meaning. */
    STREAM,
    /**
     * In frames (RFC 7395, section 3.3). Each {@link Line#write} and each {@link Events#received}
     * carries one frame: a complete element with its namespace declarations, including {@code
     * <open/>} and {@code <close/>}. STARTTLS is not possible, and no whitespace is sent to keep
     * the connection alive: {@link Line#keepAlive} is called instead.
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

    /**
     * Sends something that the peer does not see as a part of the stream, such as a ping of
     * WebSocket, so that an idle connection stays open. Called only with {@link Framing#FRAMES},
     * where whitespace can't be sent; may be called during a write. By default nothing is sent.
     */
    default void keepAlive() {}

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
   * What a client lets its transports use. Implemented only by the client; methods may be added.
   * They may be called on the event loop on which the transport was called, and do not block.
   */
  interface Network {

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
     * Opens a TCP connection in the way of the client's own, by its DNS settings and its proxy,
     * with a race between the host's addresses (RFC 8305). Then starts TLS by the client's {@link
     * im.linnet.tls.TlsPolicy}. A host that a server has named is refused if it is more local than
     * that server.
     *
     * @param host a host name in A-labels, or an IP address without brackets; the certificate must
     *     be for it, and TLS names it to the server (SNI)
     * @param port the TCP port
     * @param protocol the application protocol that TLS announces (ALPN), such as {@code http/1.1}
     * @param receiver is called on the event loop
     * @return the connection, with its {@linkplain Line#tls() session}, completed on the event
     *     loop; its framing is {@link Framing#STREAM}. Cancelling the future closes what is open.
     *     Fails with an {@link im.linnet.failure.XmppException}
     */
    CompletionStage<Line> connectTls(String host, int port, String protocol, Receiver receiver);

    /**
     * Opens a TCP connection like {@link #connectTls}, without TLS. Fails if the client's {@link
     * im.linnet.tls.TlsPolicy} requires TLS.
     *
     * @param host a host name in A-labels, or an IP address without brackets
     * @param port the TCP port
     * @param receiver is called on the event loop
     * @return the connection; as for {@link #connectTls}
     */
    CompletionStage<Line> connectClear(String host, int port, Receiver receiver);

    /**
     * {@return how many bytes the largest element may have that the client reads in a session; a
     * transport may end a connection on which a larger frame arrives}
     */
    int largestFrame();
  }

  /** Gets what arrives on a {@link Line}, one call at a time. */
  interface Receiver {

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
     * @param why the failure, or null if the peer closed the connection in order. An {@link
     *     im.linnet.failure.XmppException} is reported to the user as it is
     */
    void closed(@Nullable Throwable why);
  }

  /**
   * The callbacks of the client, which a line calls one at a time, from any thread, and what the
   * client lets the transport use. Implemented only by the client; methods may be added.
   */
  interface Events extends Network, Receiver {}

  /**
   * A source of further endpoints of the account's domain. They are tried if those that the client
   * knows fail, or have not shown within the head start that they serve. From then on both kinds
   * are tried side by side, and the first that serves is used.
   */
  interface Alternatives {

    /**
     * {@return how long the endpoints that the client knows are tried alone; zero for no time. The
     * client does not wait if all of them failed within the last hour}
     */
    Duration headStart();

    /**
     * Finds the endpoints. Called on an event loop, must not block. The client limits the time: it
     * cancels the future of the returned stage.
     *
     * @param network what the client lets the transport use
     * @return endpoints that this transport {@linkplain Transport#serves serves}, in the order to
     *     try; empty if there are none. The client uses the first eight. Should fail with an {@link
     *     im.linnet.failure.XmppException}
     */
    CompletionStage<List<Endpoint>> find(Network network);
  }
}
