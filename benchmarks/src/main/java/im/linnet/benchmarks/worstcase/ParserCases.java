package im.linnet.benchmarks.worstcase;

import static im.linnet.benchmarks.worstcase.FloodCases.each;

import im.linnet.benchmarks.worstcase.Nasty.Growth;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/** What is nasty for a parser. */
final class ParserCases {

  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;
  private static final int DEEP = 500;
  private static final int TAGS = 4_000;
  private static final String ROOT = "<s xmlns='jabber:client'>";

  private ParserCases() {}

  /** Input whose cost may grow with its bytes. */
  static List<Nasty> linear() {
    return List.of(
        wide("nesting of 500", 128, n -> (open(DEEP) + "</a>".repeat(DEEP)).repeat(n)),
        capped("attributes of a tag", 256, (tag, i) -> " n" + tag + "." + i + "=''"),
        capped(
            "attributes with equal hash", 256, (tag, i) -> " " + colliding(tag << 8 | i) + "=''"),
        wide("names with equal hash", 16 * KIB, n -> each(n, i -> "<" + colliding(i) + "/>")),
        wide("ever new names", 16 * KIB, n -> each(n, i -> "<a" + i + " b" + i + "=''/>")),
        capped(
            "declarations of a tag", 240, (tag, i) -> " xmlns:p" + tag + "." + i + "='u" + i + "'"),
        wide("declarations of one tag", 4 * KIB, n -> "<a" + declarations(n) + "/>"),
        wide("prefixes declared and used", 4 * KIB, ParserCases::used),
        wide(
            "declarations, nested",
            128,
            n -> ("<a xmlns='u'>".repeat(DEEP) + "</a>".repeat(DEEP)).repeat(n)),
        wide("text", MIB, n -> "<a>" + "x".repeat(n) + "</a>"),
        wide(
            "text of four bytes a character",
            MIB,
            n -> "<a>" + "\uD83D\uDE00".repeat(n / 4) + "</a>"),
        wide("attribute's value", MIB, n -> "<a b='" + "x".repeat(n) + "'/>"),
        wide("name", MIB, n -> "<" + "x".repeat(n) + "/>"),
        wide("namespace", MIB, n -> "<a xmlns='" + "x".repeat(n) + "'/>"),
        wide("entities", 256 * KIB, n -> "<a>" + "&amp;".repeat(n) + "</a>"),
        wide("character references", 128 * KIB, n -> "<a>" + "&#x1F600;".repeat(n) + "</a>"),
        wide("digits of a reference", MIB, n -> "<a>&#" + "0".repeat(n) + "65;</a>"),
        wide("CDATA sections", 128 * KIB, n -> "<a>" + "<![CDATA[x]]>".repeat(n) + "</a>"),
        wide("brackets in CDATA", MIB, n -> "<a><![CDATA[" + "]".repeat(n) + "]]></a>"),
        wide("line ends", MIB, n -> "<a>" + "\r".repeat(n) + "</a>"),
        wide("children of one stanza", 128 * KIB, n -> "<a>" + "<b/>".repeat(n) + "</a>"),
        wide("text between children", 128 * KIB, n -> "<a>" + "x<b/>".repeat(n) + "</a>"),
        wide("stanzas", 128 * KIB, n -> "<message/>".repeat(n)),
        inBytes("text, byte by byte", n -> "<a>" + "x".repeat(n) + "</a>"),
        inBytes("name, byte by byte", n -> "<" + "x".repeat(n) + "/>"),
        inBytes("attribute's value, byte by byte", n -> "<a b='" + "x".repeat(n) + "'/>"),
        inBytes("entities, byte by byte", n -> "<a>" + "&amp;".repeat(n / 5) + "</a>"),
        inBytes("stanzas, byte by byte", n -> "<a b='c'><d>e</d></a>".repeat(n / 22)));
  }

  /** Input beyond a limit: the answer takes the same memory however long it goes on. */
  static List<Nasty> limited() {
    return List.of(
        limited("whitespace between stanzas", n -> " \n".repeat(n / 2)),
        limited("over the limit: text", n -> "<a>" + "x".repeat(n)),
        limited("over the limit: attribute", n -> "<a b='" + "x".repeat(n)),
        limited("over the limit: name", n -> "<" + "x".repeat(n)),
        limited("over the limit: depth", n -> "<a>".repeat(n / 3)),
        limited("over the limit: attributes", n -> "<a" + each(n / 8, i -> " n" + i + "=''")),
        limited("over the limit: declarations", n -> "<a" + declarations(n / 20)),
        limited("over the limit: children", n -> "<a>" + "<b/>".repeat(n / 4)),
        limited("over the limit: entities", n -> "<a>" + "&lt;".repeat(n / 4)),
        limited("refused: document type", n -> "<!DOCTYPE s [" + "<!ENTITY a 'b'>".repeat(n / 15)),
        limited("refused: comment", n -> "<a><!--" + "x".repeat(n)),
        limited("refused: instruction", n -> "<?" + "x".repeat(n)));
  }

  private static Nasty wide(String name, int smallest, IntFunction<String> content) {
    return new Nasty(
        name,
        Growth.LINEAR,
        smallest,
        Nasty.UNLIMITED,
        size -> ParserInput.wide(ROOT + content.apply(size) + "</s>"));
  }

  /** Many tags, each with more of something up to the limit of a session, and none like another. */
  private static Nasty capped(String name, int limit, BiFunction<Integer, Integer, String> part) {
    return new Nasty(
        name,
        Growth.LINEAR,
        limit / 16,
        limit,
        size ->
            ParserInput.limited(
                ROOT
                    + each(TAGS, tag -> "<a" + each(size, i -> part.apply(tag, i)) + "/>")
                    + "</s>"));
  }

  private static Nasty inBytes(String name, IntFunction<String> content) {
    return new Nasty(
        name,
        Growth.LINEAR,
        MIB,
        Nasty.UNLIMITED,
        size -> ParserInput.inBytes(ROOT + content.apply(size) + "</s>"));
  }

  private static Nasty limited(String name, IntFunction<String> content) {
    return new Nasty(
        name,
        Growth.CONSTANT_MEMORY,
        2 * MIB,
        Nasty.UNLIMITED,
        size -> ParserInput.refused(ROOT + content.apply(size)));
  }

  private static String open(int depth) {
    return "<a>".repeat(depth);
  }

  private static String declarations(int count) {
    return each(count, i -> " xmlns:p" + i + "='u" + i + "'");
  }

  private static String used(int count) {
    return "<a"
        + declarations(count)
        + ">"
        + each(count, i -> "<p" + i + ":b p" + (count - 1 - i) + ":c=''/>")
        + "</a>";
  }

  /** Aa and BB have the same hash code, and so have all names of the same length made of them. */
  private static String colliding(int number) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < 24; bit++) {
      name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return name.toString();
  }
}
