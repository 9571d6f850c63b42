package im.linnet.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 on one connection, as a conversion of bytes. For one thread. After a response that
 * switches protocols, the remaining bytes are passed on as they are.
 */
final class HttpCodec {

  /** The longest status line, in bytes. */
  private static final int MAX_LINE = 4096;

  /** The largest head of a response, in bytes. */
  private static final int MAX_HEAD = 16_384;

  private static final int MAX_CHUNK = 8192;

  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new HttpClientCodec(
              new HttpDecoderConfig()
                  .setMaxInitialLineLength(MAX_LINE)
                  .setMaxHeaderSize(MAX_HEAD)
                  .setMaxChunkSize(MAX_CHUNK),
              false,
              false));

  /** The bytes of a request, which is released. */
  ByteBuffer encode(FullHttpRequest request) {
    channel.writeOutbound(request);
    return Outbound.bytes(channel);
  }

  /** Takes bytes of the response. */
  void feed(ByteBuffer bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes));
  }

  /** The server has closed the connection, which ends some responses. */
  void end() {
    channel.finish();
  }

  /**
   * {@return what comes next: an {@link io.netty.handler.codec.http.HttpObject} or, after a switch
   * of protocols, a {@link ByteBuf}; null if more bytes are needed; the caller releases it}
   */
  @Nullable Object next() {
    return channel.readInbound();
  }

  void release() {
    channel.finishAndReleaseAll();
  }
}
