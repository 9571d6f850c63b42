package im.linnet.internal.steps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import im.linnet.xml.Element;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The server side of SCRAM-SHA-256 and SCRAM-SHA-256-PLUS for one sign-in, using only the JDK. It
 * refuses a binding to another connection, and a client that could bind if it can itself.
 */
final class ScramServer {

  private static final byte[] SALT = {1, 2, 3, 4};

  private final String password;
  private final int iterations;
  private @Nullable String type;
  private byte[] binding = {};
  private String attributes = "";
  private String header = "";
  private String transcript = "";

  ScramServer(String password, int iterations) {
    this.password = password;
    this.iterations = iterations;
  }

  /** Supports a type of channel binding, with the data of the server's connection. */
  ScramServer bound(String supported, byte[] data) {
    type = supported;
    binding = data.clone();
    return this;
  }

  /** Adds attributes to its first message. */
  ScramServer adding(String more) {
    attributes = more;
    return this;
  }

  /** Takes a header and {@code n=user,r=nonce}. */
  Element challenge(Element auth) {
    String message = decoded(auth);
    header = message.substring(0, message.indexOf(",,") + 2);
    String bare = message.substring(header.length());
    String nonce = bare.substring(bare.indexOf(",r=") + 3);
    String salt = Base64.getEncoder().encodeToString(SALT);
    String first = "r=" + nonce + "more,s=" + salt + ",i=" + iterations + attributes;
    transcript = bare + "," + first + ",";
    return Element.of("challenge", ScriptedNegotiation.NS, encoded(first));
  }

  /** Takes {@code c=binding,r=nonce,p=proof} without looking at the binding or the proof. */
  Element success(Element response) {
    String last = decoded(response);
    transcript += last.substring(0, last.indexOf(",p="));
    byte[] key = hmac(salted(), "Server Key");
    String signature = Base64.getEncoder().encodeToString(hmac(key, transcript));
    return Element.of("success", ScriptedNegotiation.NS, encoded("v=" + signature));
  }

  /** Takes the same, and refuses what is not right. */
  Element verdict(Element response) {
    String last = decoded(response);
    byte[] input = Base64.getDecoder().decode(last.substring(2, last.indexOf(",r=")));
    byte[] proof = Base64.getDecoder().decode(last.substring(last.indexOf(",p=") + 3));
    Element success = success(response);
    return Arrays.equals(input, expected())
            && MessageDigest.isEqual(sha256(key(proof)), sha256(clientKey()))
        ? success
        : Element.builder("failure", ScriptedNegotiation.NS)
            .child(Element.of("not-authorized", ScriptedNegotiation.NS))
            .build();
  }

  /** The only input that is right; nothing is right for a client that was deceived. */
  private byte[] expected() {
    if (type == null || header.startsWith("n")) {
      return header.getBytes(UTF_8);
    }
    String only = "p=" + type + ",,";
    return (only + new String(binding, ISO_8859_1)).getBytes(ISO_8859_1);
  }

  private byte[] clientKey() {
    return hmac(salted(), "Client Key");
  }

  private byte[] key(byte[] proof) {
    byte[] signature = hmac(sha256(clientKey()), transcript);
    byte[] key = new byte[proof.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (proof[i] ^ signature[i]);
    }
    return key;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] salted() {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, iterations, 256))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String decoded(Element element) {
    return new String(Base64.getDecoder().decode(element.text()), UTF_8);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
