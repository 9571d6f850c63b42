package im.linnet.benchmarks.lists;

import im.linnet.benchmarks.peers.Target;
import java.util.List;

/** One signed-in client that reads lists. */
interface Reader {

  /** All contestants, Linnet first. */
  List<String> NAMES = List.of("linnet", "smack");

  /** Signs in. */
  static Reader named(String name, Target target) throws Exception {
    return switch (name) {
      case "linnet" -> new LinnetReader(target);
      case "smack" -> new SmackReader(target);
      default -> throw new IllegalArgumentException("contestant: " + name);
    };
  }

  /** Reads a list; returns how many entries it had. */
  int read(ListKind kind) throws Exception;
}
