package im.linnet.xml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Random;

/** Small documents, good ones and ones with a few things broken, the same for the same seed. */
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

  RandomDocument(Random random) {
    this.random = random;
  }

  /** A document with so many things broken. */
  byte[] bytes(String root, int mutations) {
    out.append(root);
    for (int i = random.nextInt(3); i >= 0; i--) {
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
    String name = one(NAMES);
    out.append('<').append(name);
    int attributes = random.nextInt(4);
    int first = random.nextInt(ATTRIBUTES.length);
    for (int i = 0; i < attributes; i++) {
      attribute(ATTRIBUTES[(first + i) % ATTRIBUTES.length]);
    }
    if (random.nextInt(5) == 0) {
      out.append(random.nextBoolean() ? " xmlns='urn:d'" : " xmlns:p=\"urn:other\" xmlns=''");
    }
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
    if (random.nextInt(80) == 0) {
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
}
