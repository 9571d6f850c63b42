package im.linnet.benchmarks.peers;

import java.util.List;

/** A client library; its sessions share what its users can share. */
public interface Contestant {

  /** All contestants, Linnet first. */
  List<String> NAMES = List.of("linnet", "smack", "smack-core", "babbler");

  /**
   * The contestant with a name.
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
   * @param target the service and user
   * @return the session
   * @throws Exception if that fails
   */
  Session login(Target target) throws Exception;
}
