package im.linnet.internal.netty;

import im.linnet.stream.Transport.Framing;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What negotiation and session use of a connection's pipeline. They ask here and look up no
 * handler, so whoever makes the pipeline may make it as it likes; the handlers come here by
 * themselves when they are added. Belongs to the event loop.
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
   * @return the parts, the same each time
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

  /**
   * {@return what reads the stream, or null if nothing does; it stays after the connection's end}
   */
  public @Nullable StreamDecoder decoder() {
    return decoder;
  }

  /**
   * {@return what writes the stream, or null if nothing does; it stays after the connection's end}
   */
  public @Nullable StreamEncoder encoder() {
    return encoder;
  }

  /**
   * Puts TLS in front of all that is there. The handshake begins at once on an open connection; its
   * end is told as an event.
   *
   * @param channel the connection
   * @param tls makes the handshake and protects what passes from then on
   */
  public void secure(Channel channel, SslHandler tls) {
    handshake = tls;
    channel.pipeline().addFirst("tls", tls);
  }

  /**
   * Notes the TLS of a transport that brings its own.
   *
   * @param tls the session; the server's certificate has been verified
   */
  public void securedBy(SSLSession tls) {
    session = tls;
  }

  /** {@return whether a TLS handshake has begun and not ended} */
  public boolean isHandshaking() {
    return handshake != null && !handshake.handshakeFuture().isDone();
  }

  /** {@return the TLS session, or null in clear text} */
  public @Nullable SSLSession tls() {
    return handshake == null ? session : handshake.engine().getSession();
  }

  /**
   * Notes how the transport cuts the stream.
   *
   * @param by how
   */
  public void framed(Framing by) {
    framing = by;
  }

  /** {@return how the stream is cut; one document unless said otherwise} */
  public Framing framing() {
    return framing;
  }

  void reads(StreamDecoder by) {
    decoder = by;
  }

  void writes(StreamEncoder by) {
    encoder = by;
  }

  /** A stream is opened: its answer is read as one of the same content namespace. */
  void opened(String contentNamespace) {
    if (decoder != null) {
      decoder.contentNamespace(contentNamespace);
    }
  }
}
