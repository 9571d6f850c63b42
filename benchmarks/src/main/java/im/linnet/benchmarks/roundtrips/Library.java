package im.linnet.benchmarks.roundtrips;

import java.util.List;
import java.util.Optional;

/** A client library. */
interface Library {

  /** All libraries, Linnet first. */
  List<String> NAMES = List.of("linnet", "smack", "babbler");

  /** The library with a name. */
  static Library named(String name) {
    return switch (name) {
      case "linnet" -> new LinnetLibrary();
      case "smack" -> new SmackLibrary();
      case "babbler" -> new BabblerLibrary();
      default -> throw new IllegalArgumentException("library: " + name);
    };
  }

  /** Why it can't sign in that way; empty if it can. */
  Optional<String> lacks(Login login);

  /**
   * An account that knows nothing yet.
   *
   * @param tokens whether it may keep tokens
   */
  Traveller traveller(boolean tokens);
}
