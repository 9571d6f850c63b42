package im.linnet.oauth;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parameters in a query, a fragment or a body (RFC 6749, appendix B). When parsing, a plus sign is
 * kept: tokens contain plus signs, and services of the time did not encode them.
 */
final class FormParameters {

  private static final int MAX_LENGTH = 32 * 1024;

  private FormParameters() {}

  static String write(Map<String, String> parameters) {
    StringBuilder text = new StringBuilder();
    parameters.forEach(
        (name, value) ->
            text.append(text.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(encoded(value)));
    return text.toString();
  }

  private static String encoded(String value) {
    // %20 rather than a plus sign, as it is valid in a query, too.
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * Parses parameters in any order.
   *
   * @throws IllegalArgumentException if the text is too long, wrongly encoded, or has a duplicate
   *     parameter (RFC 6749, section 3.1); the message quotes nothing
   */
  static Map<String, String> read(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "parameters: %d characters (expected: <= %d)".formatted(text.length(), MAX_LENGTH));
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : text.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
      String value = equals < 0 ? "" : decoded(parameter.substring(equals + 1));
      if (!name.isEmpty() && parameters.put(name, value) != null) {
        throw new IllegalArgumentException("parameters: one is there twice (expected: once)");
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%') {
        out.put((byte) (digit(bytes, i + 1) << 4 | digit(bytes, i + 2)));
        i += 2;
      } else {
        out.put(bytes[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("parameters: not UTF-8 when percent-decoded", e);
    }
  }

  private static int digit(byte[] bytes, int index) {
    int digit = index < bytes.length ? Character.digit((char) bytes[index], 16) : -1;
    if (digit < 0) {
      throw new IllegalArgumentException(
          "parameters: a percent sign without two hex digits (expected: %41)");
    }
    return digit;
  }
}
