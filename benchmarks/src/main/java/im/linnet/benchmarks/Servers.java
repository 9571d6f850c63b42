package im.linnet.benchmarks;

import im.linnet.testkit.server.ServerKind;
import java.util.List;

/** The names that command lines give to real servers. */
public final class Servers {

  /** The names of those that are installed. */
  public static final List<String> INSTALLED = List.of("prosody", "ejabberd");

  /** All names. */
  public static final List<String> ALL = List.of("prosody", "ejabberd", "prosody13", "ejabberd24");

  private Servers() {}

  /**
   * Returns the server of a name.
   *
   * @param name one of {@link #ALL}
   * @return its kind
   * @throws IllegalArgumentException if it is another name
   */
  public static ServerKind named(String name) {
    return switch (name) {
      case "prosody" -> ServerKind.PROSODY;
      case "ejabberd" -> ServerKind.EJABBERD;
      case "prosody13" -> ServerKind.MODERN_PROSODY;
      case "ejabberd24" -> ServerKind.MODERN_EJABBERD;
      default -> throw new IllegalArgumentException("server: " + name);
    };
  }
}
