package im.linnet.samples;

import im.linnet.ClientBuilder;
import java.util.List;

/**
 * The whole life of a user of a gateway to a network that is gone, with a stand-in for the gateway
 * that is attached to a real server. {@link GatewayWalk} has the steps.
 */
public final class Gateway {

  private static final String USAGE =
      """
      Usage: samples/run gateway [options]
      A server and a stand-in for a gateway run while this program does.
        --server SERVER   prosody, ejabberd, or small, which is inside this program (prosody).
                          The small one takes the place of one that is not installed
        --wire            show the XML of the client, without secrets\
      """;

  private static final List<Option> OPTIONS =
      List.of(Option.oneOf("server", "prosody", "ejabberd", "small"), Option.flag("wire"));

  private Gateway() {}

  /**
   * Runs the program.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    Outcome.of(arguments, USAGE, OPTIONS, Gateway::walk);
  }

  private static void walk(Options options) throws Exception {
    Timeline timeline = new Timeline();
    try (GatewayStandIn standIn =
        GatewayStandIn.start(options.get("server", "prosody"), timeline::note)) {
      timeline.note(
          "%s runs, and the gateway %s is attached to it"
              .formatted(standIn.host().name(), GatewayStandIn.JID));
      ClientBuilder builder = standIn.client().onProgress(timeline::note);
      if (options.has("wire")) {
        builder.onWire(
            event -> System.out.println((event.outgoing() ? "  > " : "  < ") + event.xml()));
      }
      GatewayWalk.wholeWalk(builder, standIn, timeline);
    }
  }
}
