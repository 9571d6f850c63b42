package im.linnet.testkit.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The few values of the Distinguished Encoding Rules (X.690) that the certificates need. */
final class Der {
  private static final int UTF8_STRING = 0x0c;
  private static final int IA5_STRING = 0x16;
  private static final int SEQUENCE = 0x30;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int CONTEXT_CONSTRUCTED = 0xa0;
  private static final int CONTEXT_PRIMITIVE = 0x80;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int GENERALIZED_TIME = 0x18;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");

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

  static byte[] sequence(byte[]... values) {
    return sequence(List.of(values));
  }

  static byte[] integer(BigInteger number) {
    return value(INTEGER, number.toByteArray());
  }

  static byte[] octetString(byte[] octets) {
    return value(OCTET_STRING, octets);
  }

  /** A BIT STRING of whole octets. */
  static byte[] bitString(byte[] octets) {
    return value(BIT_STRING, join(List.of(new byte[1], octets)));
  }

  /** An OBJECT IDENTIFIER, given its content octets. */
  static byte[] oid(String hex) {
    return value(OBJECT_IDENTIFIER, HexFormat.of().parseHex(hex));
  }

  static byte[] time(Instant when) {
    return string(
        GENERALIZED_TIME, TIME.format(when.atOffset(ZoneOffset.UTC)), StandardCharsets.US_ASCII);
  }

  /** A value with an explicit tag around it. */
  static byte[] explicit(int number, byte[] value) {
    return value(CONTEXT_CONSTRUCTED | number, value);
  }

  static byte[] uri(String uri) {
    return string(CONTEXT_PRIMITIVE | 6, uri, StandardCharsets.US_ASCII);
  }

  /** A NameConstraints extension (RFC 5280, section 4.2.1.10) that permits one DNS subtree. */
  static byte[] permittedDnsSubtree(String domain) {
    byte[] subtree = sequence(List.of(dnsName(domain)));
    return sequence(List.of(value(CONTEXT_CONSTRUCTED, subtree)));
  }

  /** The complete encodings of the values in a sequence, in a list that can be changed. */
  static List<byte[]> children(byte[] sequence) {
    List<byte[]> children = new ArrayList<>();
    for (int at = header(sequence, 0); at < sequence.length; ) {
      int end = at + header(sequence, at) + content(sequence, at);
      children.add(Arrays.copyOfRange(sequence, at, end));
      at = end;
    }
    return children;
  }

  /** The number of octets of a value's tag, of one octet, and its length. */
  private static int header(byte[] der, int at) {
    return der[at + 1] < 0 ? 2 + (der[at + 1] & 0x7f) : 2;
  }

  private static int content(byte[] der, int at) {
    int first = at + header(der, at);
    if (first == at + 2) {
      return der[at + 1];
    }
    return new BigInteger(1, Arrays.copyOfRange(der, at + 2, first)).intValueExact();
  }

  private static byte[] join(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static byte[] string(int tag, String text, Charset charset) {
    return value(tag, text.getBytes(charset));
  }

  /** A value of any tag. */
  static byte[] value(int tag, byte[] content) {
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
