package im.linnet.websocket;

import im.linnet.xml.XmlText;
import org.jspecify.annotations.Nullable;

/** A server's words in a message of ours: short, on one line, without control characters. */
final class Shown {

  private static final int MAX = 80;

  private Shown() {}

  static String of(@Nullable String text) {
    return text == null
        ? ""
        : XmlText.shortened(XmlText.allowed(text).replaceAll("\\s+", " ").strip(), MAX);
  }
}
