package im.linnet.stream;

import im.linnet.endpoint.Endpoint;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A way to reach endpoints that the client does not know itself, or knows in another way: a
 * WebSocket, a tunnel, a server in the same program. It carries the bytes of an XML stream in both
 * directions, as one document or in {@linkplain Framing frames}; the rest is the client's part: the
 * stream header and its negotiation, STARTTLS where the transport gives no TLS of its own, the
 * session, time limits.
 *
 * <p>One object serves many connections, and clients may share it. Its methods are called on event
 * loops and must not block.
 */
public interface Transport {

  /**
   * Tells whether it reaches an endpoint.
   *
   * @param endpoint the place
   * @return whether {@link #open} is to be called for it
   */
  boolean serves(Endpoint endpoint);

  /**
   * Opens a connection. The client has the time limit: when it gives up, it cancels the future of
   * the stage returned, and what is opened all the same is the transport's to close.
   *
   * @param endpoint one that it {@linkplain #serves}
   * @param events what the client wants to hear, and what it knows that may be needed
   * @return the connection, once bytes would reach the endpoint; completed by any thread. It should
   *     fail with a {@link im.linnet.failure.TransportException} that says what helps
   */
  CompletionStage<Line> open(Endpoint endpoint, Events events);

  /** How a stream is cut into what a line carries. */
  enum Framing {
    /** It is one XML document (RFC 6120); where the pieces begin and end means nothing. */
    STREAM,
    /**
     * It is cut into frames (RFC 7395, section 3.3). Each {@link Line#write} and each {@link
     * Events#received} is one of them: a whole element that declares all that it needs, {@code
     * <open/>} and {@code <close/>} among them. STARTTLS can't be done over it, and white space
     * that would keep a connection alive is not sent: the transport has means of its own.
     */
    FRAMES
  }

  /**
   * One connection. The client calls the methods one after another, on its event loop; they must
   * not block.
   */
  interface Line {

    /**
     * Asks for the next bytes: they are given by one call of {@link Events#received}, as soon as
     * there are any. Until it is asked, the line gives none, so that a peer is slowed down whose
     * stanzas nobody takes. Nothing is asked for before the last answer.
     */
    void read();

    /**
     * Writes bytes behind those that were written before.
     *
     * @param bytes the bytes; they are the line's until the stage completes
     * @return done when they are written and more may come; completed by any thread. Failing ends
     *     the connection. The client writes nothing before that
     */
    CompletionStage<Void> write(ByteBuffer bytes);

    /** {@return how the stream is cut; one document unless a line says otherwise} */
    default Framing framing() {
      return Framing.STREAM;
    }

    /**
     * The TLS session of a transport that brings its own TLS. Whoever gives one has verified the
     * server's certificate, and passwords are sent on the strength of it.
     *
     * @return the session, complete with the peer's certificates, as channel bindings are made of
     *     them; null if the bytes are in clear text as far as the transport knows
     */
    default @Nullable SSLSession tls() {
      return null;
    }

    /**
     * Closes the connection at once, whatever is under way; again does nothing. Where the event
     * loop has ended, it is called by another thread.
     */
    void close();
  }

  /**
   * What a line tells its client, one call after another, from any thread. There are no
   * implementations but the client's, and more may be added to it.
   */
  interface Events {

    /** {@return the account's domain in A-labels: who the other side has to be} */
    String domain();

    /**
     * Makes an engine for a transport that brings its own TLS, by the client's {@link
     * im.linnet.tls.TlsPolicy}. A handshake by it succeeds with a good certificate alone.
     *
     * @param name whom the certificate has to name: {@link #domain()}, or a host that somebody
     *     trustworthy has named for it
     * @return the engine, in client mode
     * @throws IllegalArgumentException if it is neither a host name nor an IP address
     */
    SSLEngine tlsEngine(String name);

    /**
     * Gives what was {@linkplain Line#read asked for}.
     *
     * @param bytes at least one byte; not used after the call
     * @throws IllegalStateException if nothing was asked for
     */
    void received(ByteBuffer bytes);

    /**
     * Tells that the connection has ended, and nothing more is received.
     *
     * @param why what broke it; null if the other side closed it in order
     */
    void closed(@Nullable Throwable why);
  }
}
