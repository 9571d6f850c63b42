package im.linnet.jid;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.util.VersionInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Generates {@link UnicodeData#FILE} from ICU4J's copy of the Unicode Character Database. After an
 * update of ICU4J, run {@link #main} in the folder of linnet-core, with the tests' class path.
 */
final class UnicodeFile {

  static final Path SOURCE = Path.of("src/main/resources/im/linnet/jid", UnicodeData.FILE);

  private static final Normalizer2 NFC = Normalizer2.getNFCInstance();

  private UnicodeFile() {}

  /** Writes the file. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(SOURCE, text(), StandardCharsets.US_ASCII);
  }

  static String version() {
    VersionInfo unicode = UCharacter.getUnicodeVersion();
    return unicode.getMajor() + "." + unicode.getMinor();
  }

  static String text() {
    StringBuilder out = new StringBuilder();
    out.append("# Facts of the Unicode Character Database. Made by UnicodeFile, not by hand.\n");
    out.append("[version]\n").append(version()).append('\n');
    appendKinds(out);
    append(out, "lower", c -> other(c, UCharacter.toLowerCase(Locale.ROOT, Character.toString(c))));
    append(out, "width", UnicodeFile::width);
    append(out, "canonical", c -> isComposed(c) ? NFC.getRawDecomposition(c) : null);
    append(out, "decomposed-only", c -> isComposed(c) ? null : NFC.getRawDecomposition(c));
    return out.toString();
  }

  private static void appendKinds(StringBuilder out) {
    Map<String, Integer> kinds = new LinkedHashMap<>();
    StringBuilder ranges = new StringBuilder("[ranges]\n");
    String last = "";
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String kind = kind(c);
      if (!kind.equals(last)) {
        last = kind;
        int number = kinds.computeIfAbsent(kind, unknown -> kinds.size());
        ranges.append("%X %X\n".formatted(c, number));
      }
    }
    out.append("# derived property, Bidi class, joining type, combining class, script,\n");
    out.append("# l: in labels, m: mark, s: space, c: cased, i: case-ignorable\n");
    out.append("[kinds]\n");
    kinds.keySet().forEach(kind -> out.append(kind).append('\n'));
    out.append(ranges);
  }

  private static String kind(int c) {
    int category = UCharacter.getType(c);
    String flags =
        (DerivedProperties.isLabel(c) ? "l" : "")
            + (DerivedProperties.isMark(c) ? "m" : "")
            + (category == UCharacterCategory.SPACE_SEPARATOR ? "s" : "")
            + (UCharacter.hasBinaryProperty(c, UProperty.CASED) ? "c" : "")
            + (UCharacter.hasBinaryProperty(c, UProperty.CASE_IGNORABLE) ? "i" : "");
    return "%s %s %s %d %s %s"
        .formatted(
            DerivedProperties.precis(c),
            bidi(c),
            joining(c),
            UCharacter.getCombiningClass(c),
            script(c),
            flags.isEmpty() ? "-" : flags);
  }

  private static CharacterKind.Bidi bidi(int c) {
    String name =
        UCharacter.getPropertyValueName(
            UProperty.BIDI_CLASS, UCharacter.getIntPropertyValue(c, UProperty.BIDI_CLASS), 0);
    for (CharacterKind.Bidi known : CharacterKind.Bidi.values()) {
      if (known.name().equals(name)) {
        return known;
      }
    }
    return CharacterKind.Bidi.OTHER;
  }

  private static CharacterKind.Joining joining(int c) {
    return switch (UCharacter.getIntPropertyValue(c, UProperty.JOINING_TYPE)) {
      case UCharacter.JoiningType.LEFT_JOINING -> CharacterKind.Joining.L;
      case UCharacter.JoiningType.RIGHT_JOINING -> CharacterKind.Joining.R;
      case UCharacter.JoiningType.DUAL_JOINING -> CharacterKind.Joining.D;
      case UCharacter.JoiningType.TRANSPARENT -> CharacterKind.Joining.T;
      default -> CharacterKind.Joining.OTHER;
    };
  }

  private static CharacterKind.Script script(int c) {
    return switch (UScript.getScript(c)) {
      case UScript.GREEK -> CharacterKind.Script.GREEK;
      case UScript.HEBREW -> CharacterKind.Script.HEBREW;
      case UScript.HIRAGANA, UScript.KATAKANA, UScript.HAN -> CharacterKind.Script.JAPANESE;
      default -> CharacterKind.Script.OTHER;
    };
  }

  /** RFC 8264, section 5.2.1: decompositions of the types wide and narrow. */
  private static @Nullable String width(int c) {
    return WIDE_OR_NARROW.contains(c)
        ? other(c, Normalizer2.getNFKCInstance().getRawDecomposition(c))
        : null;
  }

  private static final UnicodeSet WIDE_OR_NARROW =
      new UnicodeSet("[[:Decomposition_Type=Wide:][:Decomposition_Type=Narrow:]]").freeze();

  /** Hangul syllables are composed by arithmetic. */
  private static boolean isComposed(int c) {
    return !UCharacter.hasBinaryProperty(c, UProperty.FULL_COMPOSITION_EXCLUSION);
  }

  private static @Nullable String other(int c, String mapped) {
    return mapped.equals(Character.toString(c)) ? null : mapped;
  }

  private static void append(
      StringBuilder out, String section, IntFunction<@Nullable String> mapping) {
    out.append('[').append(section).append("]\n");
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      boolean hangul = c >= 0xAC00 && c <= 0xD7A3;
      String mapped =
          hangul || Character.getType(c) == Character.SURROGATE ? null : mapping.apply(c);
      if (mapped != null) {
        out.append("%X".formatted(c));
        mapped.codePoints().forEach(to -> out.append(" %X".formatted(to)));
        out.append('\n');
      }
    }
  }
}
