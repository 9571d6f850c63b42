package im.linnet.jid;

import im.linnet.jid.CharacterKind.Bidi;
import im.linnet.jid.CharacterKind.Derived;
import im.linnet.jid.CharacterKind.Joining;
import im.linnet.jid.CharacterKind.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of the Unicode Character Database that addresses need, read from a file of this package,
 * so that the same addresses are valid on every JDK. Loaded when the first address with a character
 * outside ASCII is prepared.
 */
final class UnicodeData {

  /** The file, generated from ICU4J by {@code UnicodeFile} in this package's tests. */
  static final String FILE = "unicode.txt";

  private static final int HEX = 16;
  private static final int PAGE_BITS = 8;

  private final String version;
  private final int[] starts;

  /** The range in which each page of 256 code points begins, which keeps the search short. */
  private final int[] pages = new int[(Character.MAX_CODE_POINT >> PAGE_BITS) + 2];

  private final CharacterKind[] kinds;
  private final CharacterMap lowerCase;
  private final CharacterMap width;
  private final CharacterMap canonical;
  private final CharacterMap decomposedOnly;
  private final Compositions compositions;

  private UnicodeData(Map<String, List<String[]>> sections) {
    version = sections.getOrDefault("version", List.of()).get(0)[0];
    CharacterKind[] distinct =
        sections.getOrDefault("kinds", List.of()).stream()
            .map(UnicodeData::kind)
            .toArray(CharacterKind[]::new);
    List<int[]> ranges = numbers(sections, "ranges");
    starts = ranges.stream().mapToInt(range -> range[0]).toArray();
    kinds = ranges.stream().map(range -> distinct[range[1]]).toArray(CharacterKind[]::new);
    for (int page = 0; page < pages.length; page++) {
      pages[page] = range(page << PAGE_BITS, 0, starts.length);
    }
    lowerCase = new CharacterMap(numbers(sections, "lower"));
    width = new CharacterMap(numbers(sections, "width"));
    canonical = new CharacterMap(numbers(sections, "canonical"));
    decomposedOnly = new CharacterMap(numbers(sections, "decomposed-only"));
    compositions = new Compositions(canonical);
  }

  private static CharacterKind kind(String[] fields) {
    String flags = fields[5];
    return new CharacterKind(
        Derived.valueOf(fields[0]),
        Bidi.valueOf(fields[1]),
        Joining.valueOf(fields[2]),
        Integer.parseInt(fields[3]),
        Script.valueOf(fields[4]),
        flags.indexOf('l') >= 0,
        flags.indexOf('m') >= 0,
        flags.indexOf('s') >= 0,
        flags.indexOf('c') >= 0,
        flags.indexOf('i') >= 0);
  }

  private static List<int[]> numbers(Map<String, List<String[]>> sections, String name) {
    return sections.getOrDefault(name, List.of()).stream()
        .map(fields -> Arrays.stream(fields).mapToInt(f -> Integer.parseInt(f, HEX)).toArray())
        .toList();
  }

  /** {@return the data} */
  static UnicodeData get() {
    return Loaded.DATA;
  }

  /** {@return the version of Unicode, such as 18.0} */
  String version() {
    return version;
  }

  /** {@return the properties of a code point} */
  CharacterKind kind(int c) {
    int page = c >> PAGE_BITS;
    return kinds[range(c, pages[page], pages[page + 1] + 1)];
  }

  /** {@return the index of the range that contains a code point} */
  private int range(int c, int from, int to) {
    int place = Arrays.binarySearch(starts, from, to, c);
    // Not found: the range that contains it is before the insertion point.
    return place >= 0 ? place : -place - 2;
  }

  /** {@return the lower case of characters that have one (SpecialCasing included)} */
  CharacterMap lowerCase() {
    return lowerCase;
  }

  /** {@return the ordinary form of fullwidth and halfwidth characters} */
  CharacterMap width() {
    return width;
  }

  /** {@return the canonical decompositions, one step each, that can be composed again} */
  CharacterMap canonical() {
    return canonical;
  }

  /** {@return the canonical decompositions, one step each, that are never composed again} */
  CharacterMap decomposedOnly() {
    return decomposedOnly;
  }

  /** {@return the pairs that are composed} */
  Compositions compositions() {
    return compositions;
  }

  /** Loads at the first use. */
  private static final class Loaded {

    static final UnicodeData DATA = new UnicodeData(sections());

    private static Map<String, List<String[]>> sections() {
      Map<String, List<String[]>> sections = new HashMap<>();
      try (InputStream in = UnicodeData.class.getResourceAsStream(FILE)) {
        if (in == null) {
          throw new IllegalStateException(
              "%s is missing beside %s; is the jar complete?"
                  .formatted(FILE, UnicodeData.class.getName()));
        }
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
        List<String[]> section = List.of();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("[")) {
            section = new ArrayList<>();
            sections.put(line.substring(1, line.length() - 1), section);
          } else if (!line.startsWith("#")) {
            section.add(line.split(" "));
          }
        }
        return sections;
      } catch (IOException e) {
        throw new UncheckedIOException(FILE + " can't be read", e);
      }
    }
  }
}
