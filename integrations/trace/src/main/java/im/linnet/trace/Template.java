package im.linnet.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The parts of a page, in order.
 *
 * @param head the beginning
 * @param beforeLines what is before the lines
 * @param beforeAbout what is between the lines and what is said about them
 * @param end the rest, with the script
 */
record Template(String head, String beforeLines, String beforeAbout, String end) {

  static Template load() throws IOException {
    String style = "\n" + resource("page.css");
    String script =
        "\n(() => {\n'use strict';\n"
            + resource("xml.js")
            + resource("lines.js")
            + resource("rows.js")
            + resource("view.js")
            + "})();\n";
    String[] parts = resource("page.html").split("<!-- (style|lines|about|script) -->", -1);
    return new Template(
        parts[0].replace("POLICY", policy(script, style))
            + "<style>"
            + style
            + "</style>"
            + parts[1],
        "<script type=\"application/json\" id=\"lines\">",
        "</script>" + parts[2] + "<script type=\"application/json\" id=\"about\">",
        "</script>" + parts[3] + "<script>" + script + "</script>" + parts[4]);
  }

  /** One script and one style, by their digests, and nothing else. */
  private static String policy(String script, String style) {
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'sha256-" + digest(script) + "'",
        "style-src 'sha256-" + digest(style) + "'",
        "base-uri 'none'",
        "form-action 'none'",
        "trusted-types 'none'",
        "require-trusted-types-for 'script'");
  }

  private static String digest(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("The jar of linnet-trace has no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
