package im.linnet.internal.tls;

import java.security.cert.CertificateParsingException;
import java.util.Arrays;

/**
 * A reader for DER (X.690). Strict, because the input is untrusted: only definite lengths in their
 * shortest form that stay within the input. Allocates no more than the requested value.
 */
final class Der {

  static final int OCTET_STRING = 0x04;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int UTF8_STRING = 0x0c;
  static final int IA5_STRING = 0x16;
  static final int SEQUENCE = 0x30;

  private static final int MAX_LENGTH_BYTES = 3;
  private static final int HIGH_TAG = 0x1f;

  private final byte[] bytes;
  private final int end;
  private int at;

  Der(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Der(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  boolean hasMore() {
    return at < end;
  }

  /** {@return the next value's tag; context-specific tags as encoded, such as 0xa0} */
  int tag() throws CertificateParsingException {
    if (!hasMore()) {
      throw new CertificateParsingException("DER ends early");
    }
    int tag = bytes[at] & 0xff;
    if ((tag & HIGH_TAG) == HIGH_TAG) {
      throw new CertificateParsingException("DER tag of several bytes");
    }
    return tag;
  }

  /** {@return the content of the next value, which must have this tag} */
  Der read(int tag) throws CertificateParsingException {
    if (tag() != tag) {
      throw new CertificateParsingException(
          "DER tag: 0x%02x (expected: 0x%02x)".formatted(tag(), tag));
    }
    at++;
    int length = length();
    if (length > end - at) {
      throw new CertificateParsingException("DER length beyond the end");
    }
    Der content = new Der(bytes, at, at + length);
    at += length;
    return content;
  }

  /** {@return the content of the next value, which must have this tag and be the last} */
  Der readLast(int tag) throws CertificateParsingException {
    Der content = read(tag);
    if (hasMore()) {
      throw new CertificateParsingException("DER goes on after its end");
    }
    return content;
  }

  /** {@return a copy of the unread bytes} */
  byte[] rest() {
    return Arrays.copyOfRange(bytes, at, end);
  }

  private int length() throws CertificateParsingException {
    int first = nextByte();
    if (first < 0x80) {
      return first;
    }
    int count = first & 0x7f;
    if (count == 0 || count > MAX_LENGTH_BYTES) {
      throw new CertificateParsingException("DER length indefinite or too long");
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | nextByte();
    }
    if (length < 0x80 || length >> (8 * (count - 1)) == 0) {
      throw new CertificateParsingException("DER length not in its shortest form");
    }
    return length;
  }

  private int nextByte() throws CertificateParsingException {
    if (!hasMore()) {
      throw new CertificateParsingException("DER ends early");
    }
    return bytes[at++] & 0xff;
  }
}
