package im.linnet.samples;

import im.linnet.testkit.events.EventLog;
import im.linnet.testkit.gateway.FailureNotice;
import im.linnet.testkit.gateway.GatewayEvent;
import im.linnet.testkit.gateway.GatewayFault;
import im.linnet.testkit.gateway.GatewayService;
import im.linnet.testkit.gateway.GatewaySettings;
import im.linnet.testkit.gateway.LegacyContact;
import im.linnet.testkit.gateway.PromptAnswer;
import im.linnet.testkit.gateway.RoomRecipient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Attaches the stand-in for a gateway to a server, for any XMPP client to use. */
public final class AttachedGateway {

  private static final String USAGE =
      """
      Usage: samples/run gateway-service --domain DOMAIN --secret-file FILE [options]
        --host HOST           the server (127.0.0.1)
        --port PORT           its port for components (5347)
        --contacts NUMBER     the contacts on each user's list on the other network (30)
        --rooms-to-account    rooms write to the bare address, as PyMSNt did; servers return that
        --text-errors         messages that fail are answered by a text, not by an error
        --jid-answers         prompts are answered by <jid/>, not by <prompt/> as PyMSNt did
        --faults LIST         what it does wrong, such as login-fails,pushes-twice
      The server has to know the domain and the secret, see samples/run component --help.
      Any address with an @ and any password can be registered; friend@hotmail.com can be added.
      Shows what users do. Runs until it is interrupted; registrations end with it.\
      """;

  private static final List<Option> OPTIONS =
      List.of(
          Option.host(),
          Option.port(1),
          Option.domain("domain"),
          Option.input("secret-file"),
          Option.number("contacts", 0, 10_000),
          Option.flag("rooms-to-account"),
          Option.flag("text-errors"),
          Option.flag("jid-answers"),
          new Option("faults", AttachedGateway::expected));

  private static final Duration EVER = Duration.ofDays(3650);

  private AttachedGateway() {}

  /**
   * Runs the program.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    Outcome.of(arguments, USAGE, OPTIONS, AttachedGateway::serve);
  }

  private static void serve(Options options) {
    String domain = options.needing("domain", "secret-file").get("domain", "");
    InetSocketAddress server =
        new InetSocketAddress(options.get("host", "127.0.0.1"), options.number("port", 5347));
    GatewayService gateway =
        GatewayService.builder()
            .server(server)
            .domain(domain)
            .secret(options.secret("secret-file"))
            .settings(settings -> settings(settings, options))
            .contacts(LegacyContact.generated(options.number("contacts", 30), 4))
            .contact(LegacyContact.of(GatewayStandIn.FRIEND, "Friend"))
            .start();
    // Ctrl-C signs the users off in order.
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::close));
    System.out.println("Attached as " + domain);
    Thread events = new Thread(() -> show(gateway.events()), "events");
    events.setDaemon(true);
    events.start();
    gateway.ended().join();
  }

  private static GatewaySettings settings(GatewaySettings pymsnt, Options options) {
    GatewaySettings settings =
        pymsnt.withFaults(
            faults(options.get("faults", ""))
                .map(AttachedGateway::fault)
                .toArray(GatewayFault[]::new));
    if (!options.has("rooms-to-account")) {
      settings = settings.withRoomRecipient(RoomRecipient.CLIENT);
    }
    if (options.has("text-errors")) {
      settings = settings.withFailureNotice(FailureNotice.TEXT);
    }
    return options.has("jid-answers") ? settings.withPromptAnswer(PromptAnswer.JID) : settings;
  }

  private static Stream<String> faults(String list) {
    return Stream.of(list.split(",")).filter(name -> !name.isEmpty());
  }

  private static GatewayFault fault(String name) {
    return GatewayFault.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static String name(GatewayFault fault) {
    return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The expected form of a list of faults, or null if it has that form. */
  private static @Nullable String expected(String list) {
    List<String> known = Stream.of(GatewayFault.values()).map(AttachedGateway::name).toList();
    return known.containsAll(faults(list).toList())
        ? null
        : "names separated by commas: " + String.join(", ", known);
  }

  /** Shows what users do, for ever. */
  private static void show(EventLog<GatewayEvent> events) {
    Timeline timeline = new Timeline();
    for (int shown = 0; ; shown++) {
      List<GatewayEvent> all = events.await("event", shown + 1, event -> true, EVER);
      timeline.note(String.valueOf(all.get(shown)));
    }
  }
}
