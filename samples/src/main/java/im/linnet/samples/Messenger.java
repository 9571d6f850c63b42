package im.linnet.samples;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.messenger.MessengerOauth2;
import im.linnet.sasl.messenger.MessengerProfile;
import im.linnet.tls.TlsPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A whole session with the Messenger service, against a stand-in for it unless {@code --host} or
 * {@code --domain} names a real one. {@link MessengerWalk} has the steps.
 */
public final class Messenger {

  private static final String USAGE =
      """
      Usage: samples/run messenger [options]
      Without options, a stand-in for the service runs inside this program.
        --domain DOMAIN       the service's domain (messenger.live.com), looked up in DNS
        --host HOST           where to connect, instead of asking DNS
        --port PORT           its port (5222)
        --token-file FILE     the access token, on the first line
        --trust FILE          a PEM file of certificates to trust instead of the platform's
        --wire                show the XML, without secrets
        --trace FILE          write what happens to FILE, and a page that shows it to FILE.html\
      """;

  private static final List<Option> OPTIONS =
      List.of(
          Option.domain("domain"),
          Option.host(),
          Option.port(1),
          Option.input("token-file"),
          Option.input("trust"),
          Option.flag("wire"),
          Option.output("trace"));

  private Messenger() {}

  /**
   * Runs the program.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    Outcome.of(arguments, USAGE, OPTIONS, Messenger::walk);
  }

  private static void walk(Options options) throws Exception {
    options.with("port", "host").with("trust", "host", "domain");
    Timeline timeline = new Timeline();
    try (SampleTrace trace = SampleTrace.of(options, timeline)) {
      UnaryOperator<ClientBuilder> watched =
          builder -> trace.watch(watched(builder, timeline, options));
      if (options.has("host") || options.has("domain")) {
        MessengerWalk.shortWalk(watched.apply(realService(options)), timeline);
      } else {
        withStandIn(options, timeline, watched);
      }
    }
  }

  private static void withStandIn(
      Options options, Timeline timeline, UnaryOperator<ClientBuilder> watched) throws Exception {
    try (StandIn standIn = StandIn.start()) {
      ClientBuilder builder = watched.apply(standIn.client());
      if (options.has("token-file")) {
        builder.sasl(Sasl.of(MessengerOauth2.token(options.secret("token-file"))));
        MessengerWalk.shortWalk(builder, timeline);
      } else {
        MessengerWalk.wholeWalk(builder, standIn, timeline);
      }
    }
  }

  /** A builder of a client of a real service. */
  private static ClientBuilder realService(Options options) {
    ClientBuilder builder =
        XmppClient.builder(options.get("domain", MessengerProfile.DOMAIN))
            .sasl(Sasl.of(MessengerOauth2.token(options.secret("token-file"))));
    if (options.has("host")) {
      builder.endpoint(Endpoint.startTls(options.get("host", ""), options.number("port", 5222)));
    }
    if (options.has("trust")) {
      builder.tls(TlsPolicy.builder().trust(Path.of(options.get("trust", ""))).build());
    }
    return builder;
  }

  private static ClientBuilder watched(ClientBuilder builder, Timeline timeline, Options options) {
    builder.onProgress(timeline::note);
    return options.has("wire")
        ? builder.onWire(
            event -> System.out.println((event.outgoing() ? "  > " : "  < ") + event.xml()))
        : builder;
  }
}
