package im.linnet.internal.netty;

import im.linnet.stream.Transport.Framing;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What negotiation and session use of a connection's pipeline. They look up no handlers, so a
 * transport may build the pipeline freely; handlers register here when they are added. Belongs to
 * the event loop.
 */
public final class StreamPipeline {

  private static final AttributeKey<StreamPipeline> KEY =
      AttributeKey.valueOf(StreamPipeline.class, "pipeline");

  private @Nullable StreamDecoder decoder;
  private @Nullable StreamEncoder encoder;
  private @Nullable SslHandler handshake;
  private @Nullable SSLSession session;
  private Framing framing = Framing.STREAM;

  private StreamPipeline() {}

  /**
   * The parts of a connection's pipeline.
   *
   * @param channel the connection
   * @return the parts, the same object each time
   */
  public static StreamPipeline of(Channel channel) {
    Attribute<StreamPipeline> attribute = channel.attr(KEY);
    StreamPipeline parts = attribute.get();
    if (parts == null) {
      parts = new StreamPipeline();
      attribute.set(parts);
    }
    return parts;
  }

  /** {@return the decoder, or null if there is none; it stays after the connection has ended} */
  public @Nullable StreamDecoder decoder() {
    return decoder;
  }

  /** {@return the encoder, or null if there is none; it stays after the connection has ended} */
  public @Nullable StreamEncoder encoder() {
    return encoder;
  }

  /**
   * Adds TLS before all other handlers. On an open connection the handshake begins at once; its end
   * is reported by an event.
   *
   * @param channel the connection
   * @param tls the TLS handler
   */
  public void secure(Channel channel, SslHandler tls) {
    handshake = tls;
    channel.pipeline().addFirst("tls", tls);
  }

  /**
   * Notes the TLS session of a transport that does its own TLS.
   *
   * @param tls the session; the server's certificate has been verified
   */
  public void securedBy(SSLSession tls) {
    session = tls;
  }

  /** {@return whether a TLS handshake is under way} */
  public boolean isHandshaking() {
    return handshake != null && !handshake.handshakeFuture().isDone();
  }

  /** {@return the TLS session, or null in clear text} */
  public @Nullable SSLSession tls() {
    return handshake == null ? session : handshake.engine().getSession();
  }

  /** {@return the engine of the connection's TLS; null in clear text and for a transport's TLS} */
  public @Nullable SSLEngine engine() {
    return handshake == null ? null : handshake.engine();
  }

  /**
   * Notes the transport's framing.
   *
   * @param by the framing
   */
  public void framed(Framing by) {
    framing = by;
  }

  /** {@return the framing; by default the stream is one document} */
  public Framing framing() {
    return framing;
  }

  void reads(StreamDecoder by) {
    decoder = by;
  }

  void writes(StreamEncoder by) {
    encoder = by;
  }

  /** A stream was opened: the server's is read with the same content namespace. */
  void opened(String contentNamespace) {
    if (decoder != null) {
      decoder.contentNamespace(contentNamespace);
    }
  }
}
