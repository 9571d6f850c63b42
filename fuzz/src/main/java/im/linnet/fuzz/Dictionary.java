package im.linnet.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Words in the format of libFuzzer's dictionaries: in quotes, with escapes. */
final class Dictionary {

  private static final int MOST_BYTES = 200;

  private Dictionary() {}

  static String of(List<String> words) {
    StringBuilder text = new StringBuilder();
    for (String word : words) {
      byte[] bytes = word.getBytes(UTF_8);
      if (bytes.length <= MOST_BYTES) {
        text.append('"');
        for (byte each : bytes) {
          text.append(escaped(each));
        }
        text.append("\"\n");
      }
    }
    return text.toString();
  }

  private static String escaped(byte each) {
    boolean plain = each > ' ' && each < 0x7F && each != '"' && each != '\\';
    return plain ? String.valueOf((char) each) : "\\x%02X".formatted(each & 0xFF);
  }
}
