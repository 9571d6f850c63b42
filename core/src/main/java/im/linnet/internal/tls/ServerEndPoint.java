package im.linnet.internal.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The channel binding {@code tls-server-end-point}: a hash of the server's certificate (RFC 5929,
 * section 4.1).
 */
public final class ServerEndPoint {

  /** The type's name. */
  public static final String TYPE = "tls-server-end-point";

  /** Signature algorithms with a single hash, such as {@code SHA384withECDSA}. */
  private static final Pattern ONE_HASH = Pattern.compile("(MD\\d|SHA.*)WITH.+");

  private ServerEndPoint() {}

  /**
   * Computes the channel binding.
   *
   * @param session a session whose handshake is complete
   * @return the hash, or null if the standard defines none: the server sent no certificate, or one
   *     whose signature has no single hash, as with Ed25519 and RSASSA-PSS
   */
  public static byte @Nullable [] of(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate leaf ? of(leaf) : null;
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  private static byte @Nullable [] of(X509Certificate certificate) {
    String hash = hash(certificate.getSigAlgName());
    try {
      return hash == null ? null : MessageDigest.getInstance(hash).digest(certificate.getEncoded());
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      return null;
    }
  }

  /** The hash of a signature algorithm; MD5 and SHA-1 are replaced by SHA-256. */
  static @Nullable String hash(String signatureAlgorithm) {
    Matcher signature = ONE_HASH.matcher(signatureAlgorithm.toUpperCase(Locale.ROOT));
    if (!signature.matches()) {
      return null;
    }
    String hash = signature.group(1);
    return switch (hash) {
      case "MD2", "MD5", "SHA1", "SHA-1" -> "SHA-256";
      case "SHA224", "SHA256", "SHA384", "SHA512" -> "SHA-" + hash.substring(3);
      default -> hash;
    };
  }
}
