package im.linnet.test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.disco.Disco;
import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Proxy;
import im.linnet.fuzz.FuzzTarget;
import im.linnet.fuzz.Secrets;
import im.linnet.im.Im;
import im.linnet.jid.Jid;
import im.linnet.rooms.Rooms;
import im.linnet.roster.Roster;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.test.HostileServer.Ending;
import im.linnet.test.HostileServer.Line;
import im.linnet.vcard.VCards;
import im.linnet.xml.Element;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Whole sessions. Each line of the input is one of the server: {@code hear TEXT} waits a little for
 * a text of the client, {@code call} lets the program make its calls, {@code end} with {@code
 * closed}, {@code reset} or {@code silent} says how it ends, {@code take N} breaks the line after N
 * bytes of the client; any other line is sent, in random pieces. What must hold is what {@link
 * HostileServer} checks: each future ends, once; states follow from each other; nothing is written
 * after the end; the connection is closed; nothing shows the password.
 */
public final class SessionTarget implements FuzzTarget {

  /** Milliseconds for what the client may not send; no verdict depends on it. */
  private static final long PATIENCE = 12;

  private static final int MOST_LINES = 80;
  private static final int DEAD_PORT = 1;
  private static final String HEAR = "hear ";
  private static final String END = "end ";
  private static final String TAKE = "take ";

  private final ClientResources resources =
      ClientResources.create(
          2, Dns.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), DEAD_PORT)));

  private final HostileServer server;
  private final boolean bound;

  private SessionTarget(
      boolean bound,
      Function<ClientBuilder, ClientBuilder> change,
      Function<XmppClient, List<? extends CompletionStage<?>>> calls) {
    this.bound = bound;
    HostileServer begun =
        bound ? HostileServer.signedIn("<sm xmlns='urn:xmpp:sm:3'/>") : HostileServer.unopened();
    server =
        begun
            .client(
                client ->
                    change.apply(
                        client
                            .resources(resources)
                            // A redirect must not leave this machine.
                            .proxy(Proxy.socks5("127.0.0.1", DEAD_PORT))
                            .requestLimit(Duration.ofSeconds(2))
                            .connectLimits(Duration.ofSeconds(1), Duration.ofSeconds(2))))
            .calling(calls);
    warmUp();
  }

  /** The first client takes long where all classes are changed as they are loaded. */
  private void warmUp() {
    for (int i = 0; i < 3; i++) {
      try {
        run(new byte[0]);
        return;
      } catch (AssertionError tooSlow) {
        // Again: now most classes are there.
      }
    }
  }

  /** {@return sessions from the first byte on} */
  public static SessionTarget signingIn() {
    return new SessionTarget(false, client -> client, SessionTarget::plainCalls);
  }

  /** {@return sessions that are bound already, of a client with all usual extensions} */
  public static SessionTarget withExtensions() {
    return new SessionTarget(
        true, client -> client.with(Im.standard()).with(VCards::new), SessionTarget::manyCalls);
  }

  private static List<? extends CompletionStage<?>> plainCalls(XmppClient client) {
    Element query = Element.of("query", "test:q");
    return List.of(
        client.send(Presence.available()),
        client.request(Iq.get(Jid.of("localhost"), query)),
        client.deliver(Message.chat(Jid.of("romeo@example.net"), "Hi")),
        client.request(Iq.get(null, query)));
  }

  private static List<? extends CompletionStage<?>> manyCalls(XmppClient client) {
    return List.of(
        client.get(Roster.class).load(),
        client.get(Rooms.class).join(Jid.of("room@chat.example.net"), "juliet"),
        client.get(Disco.class).info(Jid.of("localhost")),
        client.get(VCards.class).of(Jid.of("romeo@example.net")));
  }

  @Override
  public void run(byte[] input) {
    if (Secrets.isIn(input)) {
      return;
    }
    List<Line> lines = new ArrayList<>(bound ? server.lines() : List.of());
    HostileServer played = server;
    String text = new String(input, ISO_8859_1);
    for (String line : text.lines().limit(MOST_LINES).toList()) {
      if (line.startsWith(END)) {
        played = played.ending(ending(line.substring(END.length())));
      } else if (line.startsWith(TAKE)) {
        played = played.taking(number(line.substring(TAKE.length())));
      } else if (line.startsWith(HEAR) && line.length() > HEAR.length()) {
        lines.add(
            new Line.Hear(new String(line.substring(HEAR.length()).getBytes(ISO_8859_1), UTF_8)));
      } else if (line.equals("call")) {
        lines.add(new Line.Call());
      } else if (!line.isEmpty()) {
        lines.add(new Line.Say(line.getBytes(ISO_8859_1), true));
      }
    }
    HostileRun run =
        played.withLines(lines).playOnce(Chunking.random(Arrays.hashCode(input)), PATIENCE);
    if (run.failure() != null) {
      Secrets.check(run.failure());
    }
  }

  private static Ending ending(String name) {
    return switch (name) {
      case "reset" -> Ending.RESET;
      case "silent" -> Ending.SILENT;
      default -> Ending.CLOSED;
    };
  }

  private static long number(String digits) {
    try {
      return Math.max(1, Long.parseLong(digits));
    } catch (NumberFormatException none) {
      return Long.MAX_VALUE;
    }
  }

  @Override
  public void close() {
    resources.close();
  }
}
