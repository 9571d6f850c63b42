package im.linnet.upload;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** A download into memory. */
final class MemorySink implements Sink<byte[]> {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  public void write(ByteBuffer part) {
    byte[] copy = new byte[part.remaining()];
    part.get(copy);
    bytes.writeBytes(copy);
  }

  @Override
  public byte[] finish() {
    return bytes.toByteArray();
  }

  @Override
  public void abort(Throwable failure) {
    // Nothing is left anywhere.
  }
}
