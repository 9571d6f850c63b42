package im.linnet.samples;

import java.util.List;

/**
 * Several JVMs that hold sessions for many accounts together, on a real server; one of them is
 * killed, one leaves. {@link FleetWalk} has the steps.
 */
public final class FleetDemo {

  private static final String USAGE =
      """
      Usage: samples/run fleet [options]
      A server runs while this program does, with accounts that answer what they are asked.
        --nodes N         how many JVMs hold their sessions (3)
        --accounts N      how many accounts there are (300)
        --rate N          sign-ins a second (40)
        --server SERVER   prosody or ejabberd, as installed, or prosody13 or ejabberd24, which
                          testkit/modern-servers downloads (prosody)\
      """;

  private static final List<Option> OPTIONS =
      List.of(
          Option.number("nodes", 3, 9),
          Option.number("accounts", 1, 5_000),
          Option.number("rate", 1, 1_000),
          Option.oneOf("server", "prosody", "prosody13", "ejabberd", "ejabberd24"));

  private FleetDemo() {}

  /**
   * Runs the program.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    Outcome.of(arguments, USAGE, OPTIONS, FleetDemo::walk);
  }

  private static void walk(Options options) throws Exception {
    int nodes = Integer.parseInt(options.get("nodes", "3"));
    int accounts = Integer.parseInt(options.get("accounts", "300"));
    int rate = Integer.parseInt(options.get("rate", "40"));
    Timeline timeline = new Timeline();
    try (FleetHost host = FleetHost.start(options.get("server", "prosody"), accounts);
        FleetWalk walk = new FleetWalk(host, nodes, rate, timeline)) {
      timeline.note("%s runs, with %d accounts".formatted(host.server(), accounts));
      walk.wholeWalk();
    }
  }
}
