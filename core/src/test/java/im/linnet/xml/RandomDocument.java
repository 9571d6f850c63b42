package im.linnet.xml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Small documents, valid ones and ones with a few faults, the same for the same seed. Names and
 * namespaces are those of the extension protocols, or differ slightly from earlier ones.
 */
final class RandomDocument {

  private static final String[] NAMES = {"a", "b", "message", "p:a", "q:b", "xml-a", "_", "é", "日"};
  private static final String[] ATTRIBUTES = {
    "a", "b", "id", "p:a", "q:a", "xml:lang", "xml:space"
  };
  private static final String[] TEXTS = {
    "hi",
    " ",
    "\r\n",
    "\r",
    "\t",
    "&amp;",
    "&lt;",
    "&#65;",
    "&#x1F600;",
    "é",
    "\uD83D\uDE00",
    "]]",
    ">",
    "]",
    "&apos;",
    "&quot;",
    "&#13;",
    "\uFFFD",
    "x".repeat(70)
  };
  private static final String[] NASTY = {
    "<",
    ">",
    "&",
    "'",
    "\"",
    "/",
    "=",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<?x y?>",
    "<!-- c -->",
    "&foo;",
    "&#0;",
    "&#xFFFE;",
    "&#;",
    "xmlns",
    "xmlns:",
    "xmlns=''",
    " xmlns:p=''",
    " xmlns:r='r'",
    ":",
    "r:",
    "<a>",
    "</a>",
    "<a/>",
    "</s>",
    "<!DOCTYPE s>",
    "\0",
    "\u0001",
    "\uFFFF",
    "é",
    "日",
    "\uD83D\uDE00",
    " ",
    "\n",
    "1",
    "-",
    ";",
    "#",
    "?",
    "!",
    "<?xml version='1.0'?>",
    " a=''",
    "<p:b>"
  };

  private final Random random;
  private final StringBuilder out = new StringBuilder();

  /** How rarely there is something that XMPP forbids. */
  private int rare;

  private final List<String> elements = new ArrayList<>(List.of(NAMES));
  private final List<String> attributes = new ArrayList<>(List.of(ATTRIBUTES));

  RandomDocument(Random random) {
    this.random = random;
  }

  /** A document of one to three elements, with that many faults. */
  byte[] bytes(String root, int mutations) {
    return bytes(root, 1 + random.nextInt(3), mutations);
  }

  /** A document of that many elements, with that many faults. */
  byte[] bytes(String root, int count, int mutations) {
    out.append(root);
    rare = 40 * count;
    for (int i = 0; i < count; i++) {
      element(0);
      out.append(random.nextBoolean() ? " " : "");
    }
    out.append("</s>");
    byte[] bytes = out.toString().getBytes(UTF_8);
    for (int i = 0; i < mutations; i++) {
      bytes = mutated(bytes);
    }
    return bytes;
  }

  private void element(int depth) {
    String name = name(elements, Vocabulary.ELEMENTS);
    out.append('<').append(name);
    int said = attributes.size();
    int count = random.nextInt(4);
    for (int i = random.nextInt(3); i > 0; i--) {
      name(attributes, Vocabulary.ATTRIBUTES);
    }
    // The last ones are new; none is repeated, except in another namespace.
    for (int i = 0; i < count; i++) {
      attribute(attributes.get(attributes.size() - 1 - (said + i) % attributes.size()));
    }
    declaration();
    if (random.nextInt(4) == 0) {
      out.append("/>");
      return;
    }
    out.append(random.nextInt(6) == 0 ? " >" : ">");
    for (int i = random.nextInt(4); i > 0; i--) {
      content(depth);
    }
    out.append("</").append(name).append(random.nextInt(6) == 0 ? "\n>" : ">");
  }

  private void declaration() {
    switch (random.nextInt(8)) {
      case 0 -> out.append(" xmlns='urn:d'");
      case 1 -> out.append(" xmlns:p=\"urn:other\" xmlns=''");
      case 2 -> out.append(" xmlns='").append(one(Vocabulary.NAMESPACES)).append('\'');
      default -> {}
    }
  }

  /**
   * An earlier name, one that differs slightly from it, or a new one, which counts as earlier then.
   */
  private String name(List<String> said, List<String> vocabulary) {
    String name = one(said);
    if (random.nextInt(3) == 0) {
      return name;
    }
    if (random.nextBoolean()) {
      name = one(vocabulary).replaceFirst(".*:", random.nextInt(4) == 0 ? "p:" : "");
    }
    name = nearly(name);
    if (!said.contains(name) && !name.startsWith("xml")) {
      said.add(name);
    }
    return said.get(said.size() - 1);
  }

  /** Longer or shorter, or with other letters, often by the length of a word. */
  private String nearly(String name) {
    int colon = name.indexOf(':');
    int fill = Math.max(1, Words.BYTES - name.length() % Words.BYTES);
    return switch (random.nextInt(6)) {
      case 0 -> name + "x".repeat(fill);
      case 1 -> name + "y".repeat(fill % Words.BYTES + 1);
      case 2 -> name + (char) ('a' + random.nextInt(26));
      case 3 -> name.length() > colon + 2 ? name.substring(0, name.length() - 1) : name;
      case 4 -> colon < 0 ? "q:" + name : name;
      default -> name;
    };
  }

  private void attribute(String name) {
    boolean single = random.nextBoolean();
    out.append(random.nextInt(6) == 0 ? "\n " : " ").append(name);
    out.append(random.nextInt(6) == 0 ? " = " : "=").append(single ? '\'' : '"');
    for (int i = random.nextInt(3); i > 0; i--) {
      out.append(one(TEXTS));
    }
    out.append(single ? '\'' : '"');
  }

  private void content(int depth) {
    if (random.nextInt(rare) == 0) {
      out.append(random.nextBoolean() ? "<!-- c -->" : "<?x y?>");
    }
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        if (depth < 5) {
          element(depth + 1);
        }
      }
      case 2 -> out.append("<![CDATA[").append(one(TEXTS)).append("<&]]>");
      default -> out.append(one(TEXTS));
    }
  }

  private byte[] mutated(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(6)) {
      case 0 -> spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(3)), new byte[0]);
      case 1 -> spliced(bytes, at, at + 1, new byte[] {(byte) random.nextInt(256)});
      case 2 -> {
        int stop = Math.min(bytes.length, at + random.nextInt(12));
        yield spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, stop));
      }
      default -> spliced(bytes, at, at, one(NASTY).getBytes(UTF_8));
    };
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] instead) {
    byte[] result = Arrays.copyOf(bytes, from + instead.length + bytes.length - to);
    System.arraycopy(instead, 0, result, from, instead.length);
    System.arraycopy(bytes, to, result, from + instead.length, bytes.length - to);
    return result;
  }

  private String one(String[] of) {
    return of[random.nextInt(of.length)];
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
