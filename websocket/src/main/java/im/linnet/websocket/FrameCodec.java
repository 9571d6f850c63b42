package im.linnet.websocket;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a WebSocket (RFC 6455, section 5) on the client's side, without extensions, as a
 * conversion of bytes. For one thread.
 */
final class FrameCodec {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final EmbeddedChannel channel;

  /** A codec that refuses frames with more bytes than this. */
  FrameCodec(int largest) {
    channel =
        new EmbeddedChannel(
            new WebSocket13FrameDecoder(
                WebSocketDecoderConfig.newBuilder()
                    .expectMaskedFrames(false)
                    .allowMaskMismatch(false)
                    .allowExtensions(false)
                    .maxFramePayloadLength(largest)
                    .closeOnProtocolViolation(false)
                    .withUTF8Validator(false) // the parser of the stream checks it
                    .build()),
            new WebSocket13FrameEncoder(RANDOM::nextInt));
  }

  /** The bytes of a frame, which is released. */
  ByteBuffer encode(WebSocketFrame frame) {
    channel.writeOutbound(frame);
    return Outbound.bytes(channel);
  }

  /**
   * Takes bytes from the server.
   *
   * @throws io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException if they violate
   *     RFC 6455; frames before that are available
   */
  void feed(ByteBuffer bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes));
  }

  /** {@return the next frame, which the caller releases; null if more bytes are needed} */
  @Nullable WebSocketFrame next() {
    return channel.readInbound();
  }

  void release() {
    channel.finishAndReleaseAll();
  }
}
