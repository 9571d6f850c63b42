package im.linnet.testkit.tls;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The few values of the Distinguished Encoding Rules (X.690) that the certificates need. */
final class Der {
  private static final int UTF8_STRING = 0x0c;
  private static final int IA5_STRING = 0x16;
  private static final int SEQUENCE = 0x30;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int CONTEXT_CONSTRUCTED = 0xa0;
  private static final int CONTEXT_PRIMITIVE = 0x80;

  private Der() {}

  static byte[] utf8String(String text) {
    return string(UTF8_STRING, text, StandardCharsets.UTF_8);
  }

  static byte[] ia5String(String text) {
    if (!text.chars().allMatch(c -> c < 0x80)) {
      throw new IllegalArgumentException(
          "not ASCII: \"" + text + "\" (expected: the A-labels of the name)");
    }
    return string(IA5_STRING, text, StandardCharsets.US_ASCII);
  }

  /** The GeneralName of a host (RFC 5280, section 4.2.1.6), unchecked. */
  static byte[] dnsName(String name) {
    return string(CONTEXT_PRIMITIVE | 2, name, StandardCharsets.UTF_8);
  }

  static byte[] ipAddress(InetAddress address) {
    return value(CONTEXT_PRIMITIVE | 7, address.getAddress());
  }

  /**
   * The GeneralName of a type without a tag of its own.
   *
   * @param oid the content octets of the object identifier
   * @param value the complete encoding of the value
   */
  static byte[] otherName(byte[] oid, byte[] value) {
    return value(
        CONTEXT_CONSTRUCTED,
        join(List.of(value(OBJECT_IDENTIFIER, oid), value(CONTEXT_CONSTRUCTED, value))));
  }

  static byte[] sequence(List<byte[]> values) {
    return value(SEQUENCE, join(values));
  }

  /** A NameConstraints extension (RFC 5280, section 4.2.1.10) that permits one DNS subtree. */
  static byte[] permittedDnsSubtree(String domain) {
    byte[] subtree = sequence(List.of(dnsName(domain)));
    return sequence(List.of(value(CONTEXT_CONSTRUCTED, subtree)));
  }

  private static byte[] join(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static byte[] string(int tag, String text, Charset charset) {
    return value(tag, text.getBytes(charset));
  }

  private static byte[] value(int tag, byte[] content) {
    byte[] length = length(content.length);
    return ByteBuffer.allocate(1 + length.length + content.length)
        .put((byte) tag)
        .put(length)
        .put(content)
        .array();
  }

  private static byte[] length(int octets) {
    if (octets < 0x80) {
      return new byte[] {(byte) octets};
    }
    if (octets < 0x100) {
      return new byte[] {(byte) 0x81, (byte) octets};
    }
    if (octets < 0x10000) {
      return new byte[] {(byte) 0x82, (byte) (octets >> 8), (byte) octets};
    }
    throw new IllegalArgumentException("length: " + octets + " (expected: < 65536 octets)");
  }
}
