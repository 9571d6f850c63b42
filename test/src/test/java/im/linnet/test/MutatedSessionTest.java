package im.linnet.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.endpoint.Dns;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.test.HostileServer.Ending;
import im.linnet.test.HostileServer.Line;
import im.linnet.xml.Element;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whole sessions of a server whose transcript was changed at random: lines are lost, repeated,
 * swapped, cut, and damaged. What must hold is what {@link HostileServer} checks. The property
 * {@code linnet.mutated.sessions} says how many, {@code linnet.mutated.seed} the first seed.
 */
@Tag("K18")
class MutatedSessionTest {

  private static final int SESSIONS = Integer.getInteger("linnet.mutated.sessions", 300);
  private static final long SEED = Long.getLong("linnet.mutated.seed", 20_260_101);

  /** At once: most of them wait for a client that waits for the server. */
  private static final int THREADS = 8;

  /** How long the server waits for what the client may not send; no verdict depends on it. */
  private static final long PATIENCE = 15;

  private static final String SM = "xmlns='urn:xmpp:sm:3'";
  private static final String HEADER =
      "<?xml version='1.0'?><stream:stream xmlns='jabber:client' id='h' from='localhost'"
          + " version='1.0' xmlns:stream='http://etherx.jabber.org/streams'>";

  private static final List<String> JUNK =
      List.of(
          "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>",
          "<stream:error><reset xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>",
          "</stream:stream>",
          "<!-- -->",
          "<a " + SM + " h='9'/>",
          "<r " + SM + "/>",
          "<failed " + SM + "/>",
          "<resumed " + SM + " h='4294967296' previd='x'/>",
          "<enabled " + SM + " id='y' resume='true' max='-1'/>",
          "<success xmlns='urn:xmpp:sasl:2'/>",
          "<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>AAAA</challenge>",
          "<iq type='get' id='{id}' from='romeo@example.net'><ping xmlns='urn:xmpp:ping'/></iq>",
          "<iq type='error' id='{id}'><error type='cancel'/></iq>",
          "<message from='@'/>",
          "<stream:features/>",
          " \n ",
          "\u00C3(");

  private static HostileServer plain(ClientResources resources) {
    return session(resources, HostileServer.signedIn("<sm " + SM + "/>"));
  }

  private static HostileServer modern(ClientResources resources) {
    String login =
        "<stream:features><authentication"
            + " xmlns='urn:xmpp:sasl:2'><mechanism>PLAIN</mechanism><inline><bind"
            + " xmlns='urn:xmpp:bind:0'><inline><feature var='urn:xmpp:sm:3'/></inline></bind><sm "
            + SM
            + "/></inline></authentication></stream:features>";
    return session(
        resources,
        HostileServer.unopened()
            .hear("version=\"1.0\"")
            .say(HEADER)
            .say(login)
            .hear("</authenticate>")
            .say(
                "<success xmlns='urn:xmpp:sasl:2'><authorization-identifier>"
                    + HostileServer.ADDRESS
                    + "</authorization-identifier><bound xmlns='urn:xmpp:bind:0'><enabled "
                    + SM
                    + " id='some-id' resume='true'/></bound></success>")
            .say("<stream:features><sm " + SM + "/></stream:features>")
            .call());
  }

  private static HostileServer session(ClientResources resources, HostileServer login) {
    return login
        .client(
            client ->
                client
                    .resources(resources)
                    .requestLimit(Duration.ofSeconds(2))
                    .connectLimits(Duration.ofSeconds(1), Duration.ofSeconds(2)))
        .calling(MutatedSessionTest::calls)
        .hear("</iq>")
        .say("<iq type='result' id='{id}' from='localhost'><query xmlns='test:q'/></iq>")
        .say("<a " + SM + " h='1'/><r " + SM + "/>")
        .say("<presence from='romeo@example.net/o'><priority>1</priority></presence>")
        .say("<message from='romeo@example.net/o'><body>Wherefore</body></message>")
        .say("<iq type='get' id='p' from='localhost'><ping xmlns='urn:xmpp:ping'/></iq>")
        .say("<message type='error' from='romeo@example.net'><error type='wait'/></message>");
  }

  private static List<? extends CompletionStage<?>> calls(XmppClient client) {
    Element query = Element.of("query", "test:q");
    return List.of(
        client.send(Presence.available()),
        client.request(Iq.get(Jid.of("localhost"), query)),
        client.deliver(Message.chat(Jid.of("romeo@example.net"), "Hi")),
        client.request(Iq.get(null, query)));
  }

  private static HostileServer mutated(HostileServer server, HostileServer other, Random random) {
    List<Line> lines = new ArrayList<>(server.lines());
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(lines.size());
      switch (random.nextInt(7)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
        case 2 -> lines.add(random.nextInt(lines.size()), lines.remove(at));
        case 3 -> lines.set(at, other.lines().get(random.nextInt(other.lines().size())));
        case 4 -> lines.add(at, Line.Say.of(JUNK.get(random.nextInt(JUNK.size())), true));
        case 5 -> lines.subList(at, lines.size()).clear();
        default -> lines.set(at, damaged(lines.get(at), random));
      }
      if (lines.isEmpty()) {
        break;
      }
    }
    return server.withLines(lines);
  }

  private static Line damaged(Line line, Random random) {
    if (!(line instanceof Line.Say say) || say.bytes().length == 0) {
      return line;
    }
    byte[] bytes = say.bytes().clone();
    int at = random.nextInt(bytes.length);
    if (random.nextBoolean()) {
      bytes = Arrays.copyOf(bytes, at);
    } else {
      bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : "<>&'\"/ x".charAt(at % 8));
    }
    return new Line.Say(bytes, true);
  }

  private static void play(ClientResources resources, long seed) {
    Random random = new Random(seed);
    HostileServer one = random.nextBoolean() ? plain(resources) : modern(resources);
    HostileServer other = random.nextBoolean() ? plain(resources) : modern(resources);
    Ending[] endings = Ending.values();
    try {
      mutated(one, other, random)
          .ending(endings[random.nextInt(endings.length)])
          .playOnce(Chunking.random(seed), PATIENCE);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dlinnet.mutated.sessions=1 -Dlinnet.mutated.seed=" + seed, e);
    }
  }

  @Test
  @Timeout(3600)
  void every_future_ends_and_nothing_hangs_leaks_or_shows_a_secret() throws Exception {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream before = System.err;
    Set<Thread> loops = LoopThreads.now();
    ClientResources resources = ClientResources.create(2, Dns.system());
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    System.setErr(new PrintStream(log, true, UTF_8));
    try {
      List<Future<?>> plays = new ArrayList<>();
      LongStream.range(SEED, SEED + SESSIONS)
          .forEach(seed -> plays.add(threads.submit(() -> play(resources, seed))));
      for (Future<?> each : plays) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
      resources.close();
      System.setErr(before);
    }
    assertThat(log.toString(UTF_8)).doesNotContain(HostileServer.PASSWORD, "LEAK", "Exception");
    assertThat(LoopThreads.leftSince(loops)).isEmpty();
  }
}
