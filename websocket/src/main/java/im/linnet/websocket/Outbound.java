package im.linnet.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Takes out of a channel of codecs what they have encoded. */
final class Outbound {

  private Outbound() {}

  static ByteBuffer bytes(EmbeddedChannel channel) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      byte[] copy = new byte[part.readableBytes()];
      part.readBytes(copy);
      part.release();
      bytes.writeBytes(copy);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }
}
