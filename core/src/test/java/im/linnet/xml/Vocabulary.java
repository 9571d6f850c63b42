package im.linnet.xml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The names of the extension protocols, as they are written in XMPP. */
final class Vocabulary {

  private static final Map<String, List<String>> SECTIONS = read();

  /** Names of elements, some with a prefix. */
  static final List<String> ELEMENTS = section("[elements]");

  /** Names of attributes, some with a prefix; some declare namespaces. */
  static final List<String> ATTRIBUTES = section("[attributes]");

  /** Namespace names, of characters that need no escaping. */
  static final List<String> NAMESPACES = section("[namespaces]");

  private Vocabulary() {}

  private static List<String> section(String name) {
    return List.copyOf(Objects.requireNonNull(SECTIONS.get(name), name));
  }

  private static Map<String, List<String>> read() {
    Map<String, List<String>> sections = new HashMap<>();
    InputStream file = Vocabulary.class.getResourceAsStream("vocabulary.txt");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(Objects.requireNonNull(file, "file"), UTF_8))) {
      List<String> section = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("[")) {
          section = sections.computeIfAbsent(line, name -> new ArrayList<>());
        } else if (!line.startsWith("#")) {
          section.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sections;
  }
}
