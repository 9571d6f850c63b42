package im.linnet.testkit.messenger.oauth;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters in a query, a fragment or a body. */
final class Form {
  private Form() {}

  static Map<String, String> read(@Nullable String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : (text == null ? "" : text).split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      if (parts.length == 2) {
        parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  /** Lower-case hex digits, as in the real service. */
  static String write(Map<String, String> parameters) {
    StringBuilder text = new StringBuilder();
    parameters.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(encode(value)));
    return text.toString();
  }

  static String encode(String value) {
    StringBuilder text =
        new StringBuilder(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
    for (int i = text.indexOf("%"); i >= 0; i = text.indexOf("%", i + 1)) {
      for (int digit = i + 1; digit < i + 3; digit++) {
        text.setCharAt(digit, Character.toLowerCase(text.charAt(digit)));
      }
    }
    return text.toString();
  }
}
