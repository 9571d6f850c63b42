package im.linnet.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inputs that fuzzing begins with: one file of text for each target, beside this class. A line
 * {@code %% name} begins an input; its lines are joined by line feeds. {@code \xHH} is a byte,
 * {@code \\} a backslash, and a backslash at the end of a line joins it with the next one.
 */
final class Seeds {

  private static final String MARK = "%% ";

  private Seeds() {}

  /** The inputs of a target by name, in the order of the file. */
  static Map<String, byte[]> of(Targets target) {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    String name = null;
    for (String line : text(target.text() + ".txt").lines().toList()) {
      if (!line.startsWith(MARK)) {
        lines.add(line);
        continue;
      }
      add(seeds, name, lines);
      name = line.substring(MARK.length());
      lines.clear();
    }
    add(seeds, name, lines);
    return seeds;
  }

  private static void add(Map<String, byte[]> seeds, @Nullable String name, List<String> lines) {
    if (name != null && seeds.put(name, bytes(String.join("\n", lines))) != null) {
      throw new IllegalStateException("seeds: “%s” is there twice".formatted(name));
    }
  }

  /** Words that mutators insert: a dictionary in libFuzzer's format has the same ones. */
  static List<String> words() {
    return text("words.txt").lines().filter(line -> !line.isEmpty()).toList();
  }

  static String text(String file) {
    try (InputStream in = Seeds.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing beside " + Seeds.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  /** The bytes of a text with escapes. */
  static byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    while (at < text.length()) {
      int next = text.indexOf('\\', at);
      int stop = next < 0 ? text.length() : next;
      out.writeBytes(text.substring(at, stop).getBytes(StandardCharsets.UTF_8));
      at = next < 0 ? stop : escaped(text, next + 1, out);
    }
    return out.toByteArray();
  }

  private static int escaped(String text, int at, ByteArrayOutputStream out) {
    char kind = at < text.length() ? text.charAt(at) : 0;
    switch (kind) {
      case '\\' -> out.write('\\');
      case '\n' -> {}
      case 'x' -> {
        out.writeBytes(HexFormat.of().parseHex(text, at + 1, at + 3));
        return at + 3;
      }
      default -> throw new IllegalStateException("seeds: a backslash before " + kind);
    }
    return at + 1;
  }
}
