package im.linnet.samples.hostile;

import im.linnet.samples.snippets.Pages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ids that test classes carry in their tags, display names and names of cases. */
final class CarriedIds {

  private static final Pattern TEST =
      Pattern.compile(".*/src/test/java/im/linnet/(.*(Test|IT)).java");

  /** Comments, characters, text blocks and strings; the last two have groups. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "//.*|/\\*(?s:.*?)\\*/|'(?:\\\\.|[^'\\\\])++'"
              + "|\"\"\"((?s:.*?))\"\"\"|\"((?:\\\\.|[^\"\\\\])*+)\"");

  private static final Pattern ID = Pattern.compile("(?:^|[ ,(])([XUSTARNPQCK]\\d\\d)(?!\\w)");

  private final Map<String, Path> tests = new TreeMap<>();

  CarriedIds() {
    for (Path file : Pages.files(name -> TEST.matcher(name).matches())) {
      Matcher name = TEST.matcher(file.toString());
      if (name.matches()) {
        tests.put(name.group(1).replace('/', '.'), file);
      }
    }
  }

  /** The paths of all test classes, relative to the repository, by their names in the catalogue. */
  Map<String, Path> tests() {
    return tests;
  }

  /** The ids of each test class that carries any. */
  Map<String, Set<String>> byTest() {
    Map<String, Set<String>> carried = new TreeMap<>();
    tests.forEach(
        (test, file) -> {
          Set<String> ids = in(read(file));
          if (!ids.isEmpty()) {
            carried.put(test, ids);
          }
        });
    return carried;
  }

  private static String read(Path file) {
    try {
      return Files.readString(Pages.ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + file, e);
    }
  }

  /** The ids in the strings of a source. */
  static Set<String> in(String source) {
    Set<String> ids = new TreeSet<>();
    Matcher token = TOKEN.matcher(source);
    while (token.find()) {
      String text = token.group(1) == null ? token.group(2) : token.group(1);
      Matcher id = ID.matcher(text == null ? "" : text);
      while (id.find()) {
        ids.add(id.group(1));
      }
    }
    return ids;
  }
}
