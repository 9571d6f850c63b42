package im.linnet.fuzz;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The secrets of all targets. None may show up in failures, logs or texts, nor in base64. */
public final class Secrets {

  /** The password; that of {@link im.linnet.test.HostileServer}. */
  public static final String PASSWORD = "wherefore-art-thou";

  /** The token. */
  public static final String TOKEN = "a-token-nobody-else-has";

  private static final List<String> ALL =
      List.of(PASSWORD, TOKEN, base64(PASSWORD), base64(TOKEN), base64("\0juliet\0" + PASSWORD));

  private Secrets() {}

  private static String base64(String text) {
    return Base64.getEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Checks a text.
   *
   * @param text any text
   * @return whether a secret is in it
   */
  public static boolean isIn(String text) {
    return ALL.stream().anyMatch(text::contains);
  }

  /**
   * Checks an input: what a peer says itself it may get to read in failures.
   *
   * @param input the input
   * @return whether a secret is in it
   */
  public static boolean isIn(byte[] input) {
    return isIn(new String(input, StandardCharsets.ISO_8859_1));
  }

  /**
   * Checks an exception, its causes and the exceptions it suppresses.
   *
   * @param failure the exception
   * @throws AssertionError if one of them shows a secret
   */
  public static void check(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    check(text.toString());
  }

  /**
   * Checks a text.
   *
   * @param text any text
   * @throws AssertionError if it shows a secret
   */
  public static void check(String text) {
    if (isIn(text)) {
      throw new AssertionError("shows a secret: " + text);
    }
  }
}
