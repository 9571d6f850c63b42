package im.linnet.testkit.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes small valid PNG pictures (RFC 2083), without a picture library. */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int PIECE = 60_000;

  private Png() {}

  /** {@return a square in one colour} */
  static byte[] square(int side, int rgb) {
    return padded(side, rgb, 0);
  }

  /** {@return a square in one colour with private chunks up to about the given size} */
  static byte[] padded(int side, int rgb, int size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    chunk(out, "IHDR", header(side));
    while (out.size() < size) {
      chunk(out, "liNt", new byte[Math.min(PIECE, size - out.size())]);
    }
    chunk(out, "IDAT", deflated(lines(side, rgb)));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static byte[] header(int side) {
    byte depth = 8;
    byte trueColour = 2;
    return ByteBuffer.allocate(13).putInt(side).putInt(side).put(depth).put(trueColour).array();
  }

  private static byte[] lines(int side, int rgb) {
    ByteBuffer lines = ByteBuffer.allocate(side * (1 + 3 * side));
    for (int y = 0; y < side; y++) {
      lines.put((byte) 0);
      for (int x = 0; x < side; x++) {
        lines.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
      }
    }
    return lines.array();
  }

  private static byte[] deflated(byte[] data) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(data);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void chunk(ByteArrayOutputStream out, String name, byte[] data) {
    byte[] type = name.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(type);
    sum.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(type);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }
}
