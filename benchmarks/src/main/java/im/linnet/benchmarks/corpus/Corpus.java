package im.linnet.benchmarks.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * A stream as a server sends it.
 *
 * @param name its name in tables
 * @param stanzas the children of the stream's root
 */
public record Corpus(String name, List<String> stanzas) {

  /** The start tag of the root. */
  public static final String HEADER =
      "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
          + " xmlns:stream='http://etherx.jabber.org/streams' id='c2s-7153' version='1.0'"
          + " xml:lang='en' from='capulet.example' to='juliet@capulet.example'>";

  /** The end tag of the root. */
  public static final String FOOTER = "</stream:stream>";

  /**
   * The corpus with a name.
   *
   * @param name one of {@link #names()}
   * @return the corpus
   */
  public static Corpus named(String name) {
    return switch (name) {
      case "chat" -> new Corpus(name, new Conversation(Words.Script.LATIN).messages(10_000));
      case "cyrillic" -> new Corpus(name, new Conversation(Words.Script.CYRILLIC).messages(10_000));
      case "cjk" -> new Corpus(name, new Conversation(Words.Script.CJK).messages(10_000));
      case "emoji" -> new Corpus(name, new Conversation(Words.Script.EMOJI).messages(10_000));
      case "mixed" -> new Corpus(name, new Mixture().stanzas(6_000));
      case "roster" -> new Corpus(name, new AddressBook().rosters(5, 2_000));
      case "vcard" -> new Corpus(name, new AddressBook().vcards(40, 64 * 1024));
      case "shapes-10" -> new Corpus(name, new Variety(10).stanzas(4_000));
      case "shapes-100" -> new Corpus(name, new Variety(100).stanzas(4_000));
      case "shapes-1000" -> new Corpus(name, new Variety(1_000).stanzas(4_000));
      case "shapes-4000" -> new Corpus(name, new Variety(4_000).stanzas(4_000));
      case "shapes-10000" -> new Corpus(name, new Variety(10_000).stanzas(10_000));
      default -> throw new IllegalArgumentException("corpus: " + name);
    };
  }

  /** {@return the names of all corpora} */
  public static List<String> names() {
    return List.of(
        "chat",
        "mixed",
        "cyrillic",
        "cjk",
        "emoji",
        "roster",
        "vcard",
        "shapes-10",
        "shapes-100",
        "shapes-1000",
        "shapes-4000",
        "shapes-10000");
  }

  /** {@return the bytes of the whole stream} */
  public byte[] stream() {
    return (HEADER + String.join("", stanzas) + FOOTER).getBytes(UTF_8);
  }
}
