package im.linnet.sasl.siblings;

import im.linnet.failure.AuthenticationException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters in the messages of X-FACEBOOK-PLATFORM, encoded like an HTML form. */
final class FacebookForm {

  private FacebookForm() {}

  /** Reads the server's challenge. Of repeated parameters the first one counts. */
  static Map<String, String> read(String text) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String parameter : text.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        form.putIfAbsent(parameter.substring(0, equals), decoded(parameter.substring(equals + 1)));
      }
    }
    return form;
  }

  static String write(Map<String, String> form) {
    StringBuilder text = new StringBuilder();
    form.forEach(
        (name, value) ->
            text.append(text.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(encoded(value)));
    return text.toString();
  }

  /** The MD5 signature, as the service required, of the sorted parameters and the secret. */
  static String signature(Map<String, String> sorted, String secret) {
    StringBuilder text = new StringBuilder();
    sorted.forEach((name, value) -> text.append(name).append('=').append(value));
    text.append(secret);
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      return HexFormat.of()
          .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new AuthenticationException(
          AuthenticationException.Reason.MALFORMED,
          null,
          "The server's challenge is not percent-encoded as it must be",
          null);
    }
  }

  /** Encodes by RFC 3986, which form decoders and URI decoders read alike. */
  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
