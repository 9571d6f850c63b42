package im.linnet.samples;

import java.util.List;

/**
 * Two people with three devices, in private and in a room, on a real server. {@link ImWalk} has the
 * steps.
 */
public final class InstantMessaging {

  private static final String USAGE =
      """
      Usage: samples/run im [options]
      A server runs while this program does, with Juliet's phone and laptop and Romeo.
        --server SERVER   prosody or ejabberd, as installed, or prosody13 or ejabberd24, which
                          testkit/modern-servers downloads (prosody)
        --wire            show the XML of each device, without secrets\
      """;

  private static final List<Option> OPTIONS =
      List.of(
          Option.oneOf("server", "prosody", "prosody13", "ejabberd", "ejabberd24"),
          Option.flag("wire"));

  private InstantMessaging() {}

  /**
   * Runs the program.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    Outcome.of(arguments, USAGE, OPTIONS, InstantMessaging::walk);
  }

  private static void walk(Options options) throws Exception {
    Timeline timeline = new Timeline();
    try (ImHost host = ImHost.start(options.get("server", "prosody"));
        ImShelf shelf = ImShelf.create()) {
      timeline.note(host.server() + " runs, with accounts for Juliet and Romeo");
      ImWire wire = options.has("wire") ? ImWire.SHOWN : ImWire.HIDDEN;
      new ImWalk(host, shelf, wire, timeline).wholeWalk();
    }
  }
}
