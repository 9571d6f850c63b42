package im.linnet.benchmarks.guard;

import im.linnet.benchmarks.Arguments;
import im.linnet.benchmarks.ChildJvm;
import im.linnet.benchmarks.ProgressLine;
import im.linnet.benchmarks.corpus.Corpus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code benchmarks/run guard}: fails if a figure is more than a tenth worse than it was. */
public final class Guard {

  private static final String USAGE =
      """
      benchmarks/run guard [--allocations]
        Compares with reached.properties: what the parser and the encoder allocate, what share of
        a peer's time they take, and the heap of an idle session. Exit code 1 if one of them is
        more than a tenth worse.
        --allocations: only what they allocate, in some seconds\
      """;

  private static final List<Times.Duel> DUELS =
      List.of(
          new Times.Duel(Codec.PARSER, "chat", "aalto-tree"),
          new Times.Duel(Codec.PARSER, "mixed", "aalto-tree"),
          new Times.Duel(Codec.PARSER, "shapes-4000", "aalto-tree"),
          new Times.Duel(Codec.ENCODER, "chat", "stringbuilder"),
          new Times.Duel(Codec.ENCODER, "mixed", "stringbuilder"));

  private final Reached reached = Reached.load();
  private final ProgressLine progress = new ProgressLine();
  private final List<Reached.Compared> all = new ArrayList<>();

  private Guard() {}

  /**
   * Measures and compares.
   *
   * @param arguments the command line
   * @throws Exception if it could not be run
   */
  public static void main(String[] arguments) throws Exception {
    Arguments.run(
        arguments,
        USAGE,
        Set.of("allocations"),
        Set.of(),
        given -> new Guard().run(given.has("allocations")));
  }

  private int run(boolean allocationsOnly) {
    allocations();
    if (!allocationsOnly) {
      for (Times.Duel duel : DUELS) {
        compare(duel.figure(), duel.share());
      }
      compare("session.idle.heap-kb", IdleSessions.heapKilobytes());
    }
    progress.end();
    System.out.println("| figure | reached | now | |\n|---|--:|--:|---|");
    all.forEach(figure -> System.out.println(figure.row()));
    long worse = all.stream().filter(Reached.Compared::isWorse).count();
    System.out.printf("RESULT guard figures=%d worse=%d%n", all.size(), worse);
    return worse == 0 ? 0 : 1;
  }

  private void allocations() {
    try (ChildJvm child = ChildJvm.start(Allocation.class, Allocation.JVM)) {
      for (Codec codec : Codec.values()) {
        for (String corpus : Corpus.names()) {
          compare(codec.figure(corpus, "bytes"), child.ask(codec + " " + corpus)[0]);
        }
      }
    }
  }

  private void compare(String name, double now) {
    all.add(reached.compare(name, now));
    progress.show(name);
  }
}
