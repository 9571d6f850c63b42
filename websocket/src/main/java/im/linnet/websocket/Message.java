package im.linnet.websocket;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The text message that arrives, which may be split over frames (RFC 6455, section 5.4). */
final class Message {

  private final int largest;
  private @Nullable ByteArrayOutputStream begun;

  /** A message that may have this many bytes. */
  Message(int largest) {
    this.largest = largest;
  }

  /** Whether the message would be too large with another piece. */
  boolean isTooLargeWith(ByteBuf piece) {
    int size = begun == null ? 0 : begun.size();
    return piece.readableBytes() > largest - size;
  }

  void add(ByteBuf piece) {
    byte[] bytes = new byte[piece.readableBytes()];
    piece.readBytes(bytes);
    if (begun == null) {
      begun = new ByteArrayOutputStream(bytes.length);
    }
    begun.writeBytes(bytes);
  }

  /** The whole message, after its last piece; the next one begins empty. */
  ByteBuffer take() {
    ByteBuffer whole =
        begun == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(begun.toByteArray());
    begun = null;
    return whole;
  }
}
