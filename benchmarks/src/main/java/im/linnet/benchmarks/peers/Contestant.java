package im.linnet.benchmarks.peers;

import java.util.List;

/** A client library; makes sessions that share what its users can share between them. */
public interface Contestant {

  /** All of them, ours first. */
  List<String> NAMES = List.of("linnet", "smack", "smack-core", "babbler");

  /**
   * The contestant of that name.
   *
   * @param name one of {@link #NAMES}
   * @return the contestant
   */
  static Contestant named(String name) {
    return switch (name) {
      case "linnet" -> new Linnet();
      case "smack" -> Smack.whole();
      case "smack-core" -> Smack.core();
      case "babbler" -> new Babbler();
      default -> throw new IllegalArgumentException("contestant: " + name);
    };
  }

  /**
   * Signs in and waits until stanzas can be sent.
   *
   * @param target where
   * @return the session
   * @throws Exception if it can't
   */
  Session login(Target target) throws Exception;
}
