package im.linnet.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads certificates and PKCS#8 keys in their textual encodings (RFC 7468). */
final class Pem {

  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";
  private static final int MAX_BYTES = 4 << 20;

  /**
   * One encoded object. Text around it in a file is ignored.
   *
   * @param label the label, such as {@code CERTIFICATE}
   * @param text the text from BEGIN to END
   */
  private record Block(String label, String text) {

    String base64() {
      int start = BEGIN.length() + label.length() + DASHES.length();
      return text.substring(start, text.lastIndexOf("-----END "));
    }
  }

  private Pem() {}

  /** {@return the certificates in a file, at least one} */
  static List<X509Certificate> certificates(Path file) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks(file)) {
      if (block.label.equals("CERTIFICATE")) {
        certificates.add(certificate(file, certificates.size() + 1, block));
      }
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException(
          file + ": no certificate (expected: PEM, with -----BEGIN CERTIFICATE-----)");
    }
    return certificates;
  }

  private static X509Certificate certificate(Path file, int number, Block block) {
    byte[] pem = block.text.getBytes(StandardCharsets.ISO_8859_1);
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(pem));
    } catch (CertificateException e) {
      throw new IllegalArgumentException(file + ": certificate " + number + " is broken", e);
    }
  }

  /** {@return the private key in a file, which must match the certificate} */
  static PrivateKey privateKey(Path file, X509Certificate owner, char @Nullable [] password) {
    Block block = keyBlock(file, password != null);
    byte[] der = decoded(file, block);
    try {
      PKCS8EncodedKeySpec spec =
          password == null ? new PKCS8EncodedKeySpec(der) : decrypted(der, password);
      PublicKey publicKey = owner.getPublicKey();
      PrivateKey key = KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(spec);
      requireSamePair(file, key, publicKey);
      return key;
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalArgumentException(
          file
              + ": the key is broken, or encrypted in a way that this platform does not know"
              + " (expected: PBES2 with AES, which openssl pkcs8 -topk8 makes)");
    } catch (GeneralSecurityException e) {
      // Without the cause, as its message may quote parts of the key.
      throw new IllegalArgumentException(
          "%s: the key %s (expected: a PKCS#8 key of type %s)"
              .formatted(
                  file,
                  password == null ? "is broken" : "or the password is wrong",
                  owner.getPublicKey().getAlgorithm()));
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  private static Block keyBlock(Path file, boolean encrypted) {
    String expected = encrypted ? "ENCRYPTED PRIVATE KEY" : "PRIVATE KEY";
    Block other = null;
    for (Block block : blocks(file)) {
      if (block.label.equals(expected)) {
        return block;
      }
      other = block.label.endsWith("PRIVATE KEY") ? block : other;
    }
    throw new IllegalArgumentException(
        "%s: %s (expected: PKCS#8 in PEM, with -----BEGIN %s-----); %s"
            .formatted(
                file,
                other == null ? "no private key" : other.label,
                expected,
                advice(other, encrypted)));
  }

  /** How to provide a readable key, with {@code openssl} if it has another format. */
  private static String advice(@Nullable Block other, boolean encrypted) {
    if (other != null && other.label.equals("PRIVATE KEY")) {
      return "it needs no password: see clientCertificate(chain, key)";
    }
    if (other != null && other.label.equals("ENCRYPTED PRIVATE KEY")) {
      return "it needs a password: see clientCertificate(chain, key, password)";
    }
    return "see openssl pkcs8 -topk8" + (encrypted ? "" : " -nocrypt");
  }

  private static PKCS8EncodedKeySpec decrypted(byte[] der, char[] password)
      throws GeneralSecurityException, IOException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    AlgorithmParameters parameters = info.getAlgParameters();
    // PBES2 names its ciphers in the parameters, and the JDK shows them only in toString().
    String scheme = info.getAlgName();
    String algorithm = scheme.startsWith("PBEWith") ? scheme : String.valueOf(parameters);
    PBEKeySpec spec = new PBEKeySpec(password);
    try {
      Key key = SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(Cipher.DECRYPT_MODE, key, parameters);
      return info.getKeySpec(cipher);
    } finally {
      spec.clearPassword();
    }
  }

  /** Rejects a key that does not match: the server would reject it without a useful message. */
  private static void requireSamePair(Path file, PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] probe = new byte[32];
    new SecureRandom().nextBytes(probe);
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(probe);
    byte[] signature = signer.sign();
    signer.initVerify(publicKey);
    signer.update(probe);
    if (!signer.verify(signature)) {
      throw new IllegalArgumentException(
          file
              + ": the key is not that of the certificate (expected: the two that belong"
              + " together)");
    }
  }

  private static List<Block> blocks(Path file) {
    String text = read(file);
    List<Block> blocks = new ArrayList<>();
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int labelEnd = text.indexOf(DASHES, begin + BEGIN.length());
      String label = labelEnd < 0 ? "" : text.substring(begin + BEGIN.length(), labelEnd);
      String ending = "-----END " + label + DASHES;
      int end = labelEnd < 0 ? -1 : text.indexOf(ending, labelEnd);
      if (end < 0) {
        throw new IllegalArgumentException(
            file + ": a PEM block is cut off (expected: an -----END …----- for each BEGIN)");
      }
      blocks.add(new Block(label, text.substring(begin, end + ending.length())));
      begin = text.indexOf(BEGIN, end + ending.length());
    }
    return blocks;
  }

  private static byte[] decoded(Path file, Block block) {
    try {
      return Base64.getDecoder().decode(block.base64().replaceAll("[ \\t\\r\\n]", ""));
    } catch (IllegalArgumentException e) {
      // Without the cause, as above.
      throw new IllegalArgumentException(file + ": a PEM block is not in Base64");
    }
  }

  private static String read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException(
            "%s: %d bytes (expected: <= %d)".formatted(file, Files.size(file), MAX_BYTES));
      }
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read", e);
    }
  }
}
