package im.linnet.benchmarks.worstcase;

import static im.linnet.benchmarks.worstcase.FloodCases.each;

import im.linnet.benchmarks.worstcase.FloodCases.Stanzas;
import im.linnet.benchmarks.worstcase.Nasty.Growth;
import java.util.List;
import java.util.function.IntFunction;

/** Messages, each nasty for the parser within its limits, and as large as a stanza may be. */
final class StanzaCases {

  private static final int LARGE = 200_000;
  private static final int ATTRIBUTES = 120;
  private static final int DEPTH = 40;

  private StanzaCases() {}

  /** All of them. */
  static List<Stanzas> all() {
    return List.of(
        large("large messages: text", i -> "x".repeat(LARGE)),
        large(
            "large messages: text of four bytes a character",
            i -> "\uD83D\uDE00".repeat(LARGE / 4)),
        large("large messages: entities", i -> "&amp;".repeat(LARGE / 5)),
        large("large messages: character references", i -> "&#x1F600;".repeat(LARGE / 9)),
        large("large messages: CDATA sections", i -> "<![CDATA[x]]>".repeat(LARGE / 13)),
        large("large messages: line ends", i -> "\r".repeat(LARGE)),
        large("large messages: children", i -> "<b/>".repeat(4_000)),
        large("large messages: ever new names", i -> each(4_000, n -> "<a" + i + "." + n + "/>")),
        large(
            "large messages: attributes",
            i ->
                each(
                    LARGE / 1_500,
                    tag ->
                        "<a"
                            + each(ATTRIBUTES, n -> " n" + i + "." + tag + "." + n + "=''")
                            + "/>")),
        large(
            "large messages: nesting",
            i -> ("<a>".repeat(DEPTH) + "</a>".repeat(DEPTH)).repeat(90)));
  }

  private static Stanzas large(String name, IntFunction<String> content) {
    return new Stanzas(
        name,
        Growth.BOUNDED,
        i ->
            "<message from='c@b/r' id='" + i + "'><body>" + content.apply(i) + "</body></message>");
  }
}
