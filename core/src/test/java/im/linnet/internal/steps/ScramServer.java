package im.linnet.internal.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.linnet.xml.Element;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The server side of SCRAM-SHA-256 for one sign-in, using only the JDK. */
final class ScramServer {

  private static final byte[] SALT = {1, 2, 3, 4};

  private final String password;
  private final int iterations;
  private String transcript = "";

  ScramServer(String password, int iterations) {
    this.password = password;
    this.iterations = iterations;
  }

  /** Takes {@code n,,n=user,r=nonce}. */
  Element challenge(Element auth) {
    String bare = decoded(auth).substring(3);
    String nonce = bare.substring(bare.indexOf(",r=") + 3);
    String salt = Base64.getEncoder().encodeToString(SALT);
    String first = "r=" + nonce + "more,s=" + salt + ",i=" + iterations;
    transcript = bare + "," + first + ",";
    return Element.of("challenge", ScriptedNegotiation.NS, encoded(first));
  }

  /** Takes {@code c=biws,r=nonce,p=proof}. */
  Element success(Element response) {
    String last = decoded(response);
    transcript += last.substring(0, last.indexOf(",p="));
    byte[] key = hmac(salted(), "Server Key");
    String signature = Base64.getEncoder().encodeToString(hmac(key, transcript));
    return Element.of("success", ScriptedNegotiation.NS, encoded("v=" + signature));
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
