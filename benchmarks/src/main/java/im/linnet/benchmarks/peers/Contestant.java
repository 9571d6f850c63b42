package im.linnet.benchmarks.peers;

import java.util.List;

/** A client library; its sessions share what its users can share. */
public interface Contestant {

  /** All contestants, Linnet first. */
  List<String> NAMES =
      List.of(
          "linnet",
          "linnet-journal",
          "linnet-unmanaged",
          "smack",
          "smack-core",
          "smack-core-managed",
          "babbler");

  /** The contestants that today's servers are for. */
  List<String> MODERN = List.of("linnet", "linnet-token", "linnet-resuming", "smack", "smack-core");

  /**
   * The contestant with a name.
   *
   * @param name one of {@link #NAMES} or {@link #MODERN}
   * @return the contestant
   */
  static Contestant named(String name) {
    return switch (name) {
      case "linnet" -> new Linnet(Linnet.Kind.STANDARD);
      case "linnet-journal" -> new Linnet(Linnet.Kind.RECORDED);
      case "linnet-unmanaged" -> new Linnet(Linnet.Kind.UNMANAGED);
      case "linnet-token" -> new Linnet(Linnet.Kind.TOKEN);
      case "linnet-resuming" -> new Linnet(Linnet.Kind.RESUMING);
      case "smack" -> Smack.whole();
      case "smack-core" -> Smack.core();
      case "smack-core-managed" -> Smack.managedCore();
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
