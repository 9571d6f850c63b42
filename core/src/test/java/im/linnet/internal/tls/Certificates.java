package im.linnet.internal.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Test certificates with any subjectAltName. */
public final class Certificates {

  static final String DOMAIN = "example.test";
  static final byte[] SRV = {0x2b, 6, 1, 5, 5, 7, 8, 7};
  static final byte[] XMPP = {0x2b, 6, 1, 5, 5, 7, 8, 5};

  private static final KeyPair KEYS = keys();
  private static final X509Bundle ROOT =
      build(builder().subject("CN=Root").setIsCertificateAuthority(true), null);

  private Certificates() {}

  /** {@return the authority that issues certificates unless another is named} */
  public static X509Bundle root() {
    return ROOT;
  }

  /** {@return a certificate for these names, issued by the root} */
  public static X509Bundle named(byte[]... names) {
    return issued(ROOT, UnaryOperator.identity(), names);
  }

  static X509Bundle issued(
      X509Bundle issuer, UnaryOperator<CertificateBuilder> more, byte[]... names) {
    return build(more.apply(leaf(names)), issuer);
  }

  static X509Bundle selfSigned(byte[]... names) {
    return build(leaf(names).setIsCertificateAuthority(true), null);
  }

  static X509Bundle authority(X509Bundle issuer, UnaryOperator<CertificateBuilder> more) {
    // Keys of their own: the chains of the tests must not be shortened by equal keys.
    CertificateBuilder builder =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=Intermediate")
            .setIsCertificateAuthority(true);
    return build(more.apply(builder), issuer);
  }

  static X509Certificate certificate(byte[]... names) {
    return named(names).getCertificate();
  }

  /** {@return a dNSName} */
  public static byte[] dns(String name) {
    return tlv(0x82, name.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] ip(int... address) {
    byte[] bytes = new byte[address.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) address[i];
    }
    return tlv(0x87, bytes);
  }

  static byte[] srv(String name) {
    return other(SRV, tlv(0x16, name.getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] xmpp(String address) {
    return other(XMPP, tlv(0x0c, address.getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] other(byte[] oid, byte[] value) {
    return tlv(0xa0, tlv(0x06, oid), tlv(0xa0, value));
  }

  static byte[] tlv(int tag, byte[]... contents) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : contents) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(tag);
    if (content.size() > 0xff) {
      value.write(0x82);
      value.write(content.size() >> 8);
    } else if (content.size() > 0x7f) {
      value.write(0x81);
    }
    value.write(content.size());
    value.writeBytes(content.toByteArray());
    return value.toByteArray();
  }

  private static CertificateBuilder leaf(byte[]... names) {
    CertificateBuilder builder = builder().subject("CN=example.test");
    return names.length == 0
        ? builder
        : builder.addExtensionOctetString("2.5.29.17", false, tlv(0x30, names));
  }

  private static CertificateBuilder builder() {
    return new CertificateBuilder().ecp256().keyPair(KEYS);
  }

  private static X509Bundle build(CertificateBuilder builder, @Nullable X509Bundle issuer) {
    try {
      return issuer == null ? builder.buildSelfSigned() : builder.buildIssuedBy(issuer);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
