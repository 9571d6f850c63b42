package im.linnet.internal.tls;

import io.netty.util.NetUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name that a certificate contains for its server (RFC 9525, section 6.2; RFC 6120, section
 * 13.7.1.2.1), as written there.
 *
 * <p>The extension is parsed here rather than by {@link
 * X509Certificate#getSubjectAlternativeNames()}, because JDKs differ in how they treat other kinds
 * of names, and in which malformed extensions they treat as absent.
 *
 * @param kind the kind of name
 * @param text the name
 */
record PresentedName(Kind kind, String text) {

  /** The kinds of names that are checked. */
  enum Kind {
    /** A host name (dNSName). */
    DNS,
    /** A service at a host name (SRVName of RFC 4985), such as {@code _xmpp-client.example.org}. */
    SRV,
    /** An XMPP address (XmppAddr of RFC 6120). */
    XMPP,
    /** An IP address. */
    IP
  }

  private static final String SUBJECT_ALT_NAME = "2.5.29.17";
  private static final int OTHER_NAME = 0xa0;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;
  private static final int EXPLICIT_VALUE = 0xa0;

  /** The OIDs 1.3.6.1.5.5.7.8.7 and 1.3.6.1.5.5.7.8.5, encoded. */
  private static final byte[] ON_DNS_SRV = {0x2b, 6, 1, 5, 5, 7, 8, 7};

  private static final byte[] ON_XMPP_ADDR = {0x2b, 6, 1, 5, 5, 7, 8, 5};

  /**
   * The names in a certificate's subjectAltName.
   *
   * @param certificate the server's certificate
   * @return the names of the kinds that are checked, in order; empty if there are none
   * @throws CertificateParsingException if the extension is malformed
   */
  static List<PresentedName> of(X509Certificate certificate) throws CertificateParsingException {
    byte[] extension = certificate.getExtensionValue(SUBJECT_ALT_NAME);
    return extension == null ? List.of() : of(extension);
  }

  /** {@return the names in an extension's value, an OCTET STRING} */
  static List<PresentedName> of(byte[] extension) throws CertificateParsingException {
    Der names = new Der(extension).readLast(Der.OCTET_STRING).readLast(Der.SEQUENCE);
    List<PresentedName> presented = new ArrayList<>();
    while (names.hasMore()) {
      int tag = names.tag();
      PresentedName name = read(tag, names.read(tag));
      if (name != null) {
        presented.add(name);
      }
    }
    return presented;
  }

  private static @Nullable PresentedName read(int tag, Der content)
      throws CertificateParsingException {
    return switch (tag) {
      case DNS_NAME -> new PresentedName(Kind.DNS, ascii(content));
      case IP_ADDRESS -> new PresentedName(Kind.IP, address(content));
      case OTHER_NAME -> otherName(content);
      default -> null;
    };
  }

  private static @Nullable PresentedName otherName(Der content) throws CertificateParsingException {
    byte[] type = content.read(Der.OBJECT_IDENTIFIER).rest();
    Der value = content.readLast(EXPLICIT_VALUE);
    if (Arrays.equals(type, ON_DNS_SRV)) {
      return new PresentedName(Kind.SRV, ascii(value.readLast(Der.IA5_STRING)));
    }
    if (Arrays.equals(type, ON_XMPP_ADDR)) {
      return new PresentedName(Kind.XMPP, utf8(value.readLast(Der.UTF8_STRING)));
    }
    return null;
  }

  private static String ascii(Der content) throws CertificateParsingException {
    byte[] bytes = content.rest();
    for (byte b : bytes) {
      if (b < 0) {
        throw new CertificateParsingException("a name has a byte that is not ASCII");
      }
    }
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static String utf8(Der content) throws CertificateParsingException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content.rest())).toString();
    } catch (CharacterCodingException e) {
      throw new CertificateParsingException("an XmppAddr is not UTF-8", e);
    }
  }

  private static String address(Der content) throws CertificateParsingException {
    byte[] bytes = content.rest();
    if (bytes.length != 4 && bytes.length != 16) {
      throw new CertificateParsingException(
          "IP address of %d bytes (expected: 4 or 16)".formatted(bytes.length));
    }
    return NetUtil.bytesToIpAddress(bytes);
  }
}
