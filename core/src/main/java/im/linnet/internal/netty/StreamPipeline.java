package im.linnet.internal.netty;

import io.netty.channel.Channel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
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
