package im.linnet.benchmarks.guard;

import im.linnet.benchmarks.WarmUp;
import im.linnet.benchmarks.corpus.Corpus;
import java.util.Locale;

/** What is guarded on its own, without a network. */
enum Codec {
  PARSER,
  ENCODER;

  /** The bytes available at a time, as from a socket. */
  private static final int CHUNK = 1400;

  /** The name of a figure of it. */
  String figure(String corpus, String what) {
    return "%s.%s.%s".formatted(name().toLowerCase(Locale.ROOT), corpus, what);
  }

  /** Reads or writes a whole corpus by a contestant. */
  WarmUp.Task task(Corpus corpus, String contestant) throws Exception {
    return switch (this) {
      case PARSER -> {
        byte[] stream = corpus.stream();
        var parser = im.linnet.benchmarks.parser.Contestant.named(contestant);
        yield () -> parser.read(stream, CHUNK);
      }
      case ENCODER -> im.linnet.benchmarks.encoder.Contestant.named(contestant, corpus)::write;
    };
  }
}
