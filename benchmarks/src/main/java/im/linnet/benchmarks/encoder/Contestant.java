package im.linnet.benchmarks.encoder;

import im.linnet.benchmarks.corpus.Corpus;
import im.linnet.xml.Element;
import java.util.List;

/** One way to write stanzas, prepared for one corpus. */
public interface Contestant {

  /**
   * Writes all stanzas.
   *
   * @return how many bytes were written
   * @throws Exception if they can't be written
   */
  long write() throws Exception;

  /**
   * The contestant with a name.
   *
   * @param name as {@link EncoderBenchmark} lists them
   * @param corpus what it writes
   * @return the contestant
   * @throws Exception if it can't read the corpus
   */
  static Contestant named(String name, Corpus corpus) throws Exception {
    List<Element> elements = Elements.of(corpus);
    return switch (name) {
      case "linnet" -> new LinnetWriter(elements);
      case "woodstox" -> new WoodstoxWriter(elements);
      case "stringbuilder" -> new BuiltStrings(elements);
      case "smack" -> new SmackWriter(corpus);
      case "babbler" -> new BabblerWriter(corpus);
      default -> throw new IllegalArgumentException("contestant: " + name);
    };
  }
}
