package im.linnet.benchmarks.worstcase;

import im.linnet.ClientResources;
import im.linnet.LoopProbe;
import im.linnet.XmppClient;
import im.linnet.benchmarks.Arguments;
import im.linnet.benchmarks.ProgressLine;
import im.linnet.benchmarks.client.CannedPeer;
import im.linnet.benchmarks.client.CannedStream;
import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.im.Im;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * {@code benchmarks/run turns}: how long the nastiest floods keep an event loop from its other
 * clients, over TLS, in processor time.
 */
public final class Turns {

  private static final String USAGE =
      """
      benchmarks/run turns [--quick] [--input WORDS]
        Sends floods to a client with all usual extensions, over TLS, and prints the longest
        time in which its event loop did nothing else: medians of rounds, and the longest of
        all. Exit code 1 if a median is above 10 ms of processor time.
        --quick: fewer rounds
        --input WORDS: the floods with these words in their names alone\
      """;

  private static final double MOST_MILLIS = 10;
  private static final int LEAST_BYTES = 1 << 20;
  private static final int WARM_UPS = 6;
  private static final int ROUNDS = 11;
  private static final int QUICK_ROUNDS = 5;
  private static final long LIMIT_SECONDS = 300;
  private static final String LAST =
      "<message from='end@localhost' type='headline'><subject>end</subject></message>";

  private final ProgressLine progress = new ProgressLine();
  private final int rounds;

  private Turns(boolean quick) {
    rounds = quick ? QUICK_ROUNDS : ROUNDS;
  }

  /**
   * Measures.
   *
   * @param arguments the command line
   * @throws Exception if it could not be run
   */
  public static void main(String[] arguments) throws Exception {
    Arguments.run(
        arguments,
        USAGE,
        Set.of("quick"),
        Set.of("input"),
        given -> new Turns(given.has("quick")).run(given.text("input", "")));
  }

  /**
   * The turns of a flood.
   *
   * @param name of the flood
   * @param bytes of it
   * @param millis the longest turn of each round, in order of length
   */
  private record Row(String name, int bytes, List<Double> millis) {

    double median() {
      return millis.get(millis.size() / 2);
    }

    boolean isTooLong() {
      return median() > MOST_MILLIS;
    }

    String text() {
      return String.format(
          Locale.ROOT,
          "| %s | %,d | %.1f | %.1f | %s |",
          name,
          bytes,
          median(),
          millis.get(millis.size() - 1),
          isTooLong() ? "above" : "");
    }
  }

  private int run(String words) throws Exception {
    System.out.println(
        "| flood | bytes | longest turn, ms: median of rounds | of all | |\n|---|--:|--:|--:|---|");
    int inputs = 0;
    int tooLong = 0;
    for (FloodCases.Stanzas flood : floods()) {
      if (flood.name().contains(words)) {
        Row row = row(flood);
        System.out.println(row.text());
        inputs++;
        tooLong += row.isTooLong() ? 1 : 0;
      }
    }
    progress.end();
    System.out.printf("RESULT turns inputs=%d above=%d%n", inputs, tooLong);
    return tooLong == 0 && inputs > 0 ? 0 : 1;
  }

  private static List<FloodCases.Stanzas> floods() {
    List<FloodCases.Stanzas> floods = new ArrayList<>(FloodCases.stanzas());
    floods.addAll(StanzaCases.all());
    return floods;
  }

  private Row row(FloodCases.Stanzas flood) throws Exception {
    byte[] bytes = bytes(flood);
    List<Double> millis = new ArrayList<>();
    try (Target target = Target.of(bytes);
        LoopProbe probe = LoopProbe.of(target.resources)) {
      for (int round = -WARM_UPS; round < rounds; round++) {
        progress.show(flood.name() + ", round " + (round + WARM_UPS + 1));
        target.flood();
        double longest = probe.longest() / 1e6;
        if (round >= 0) {
          millis.add(longest);
        }
      }
    }
    Collections.sort(millis);
    return new Row(flood.name(), bytes.length, millis);
  }

  private static byte[] bytes(FloodCases.Stanzas flood) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < LEAST_BYTES; i++) {
      text.append(flood.stanza().apply(i));
    }
    return text.append(LAST).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A client, and a server in this JVM that sends it the flood when it asks for it. */
  private static final class Target implements AutoCloseable {

    private final ServerSocket server;
    private final ClientResources resources;
    private final XmppClient client;
    private final BlockingQueue<Boolean> ends = new LinkedBlockingQueue<>();

    private Target(ServerSocket server, ClientResources resources, XmppClient client) {
      this.server = server;
      this.resources = resources;
      this.client = client;
    }

    static Target of(byte[] flood) throws Exception {
      TestCertificates authority = TestCertificates.create();
      SSLContext keys = authority.server(CannedPeer.DOMAIN).serverContext();
      ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      Thread serving = new Thread(() -> serve(server, keys, flood), "server");
      serving.setDaemon(true);
      serving.start();
      ClientResources resources = ClientResources.create(1, Dns.system());
      XmppClient client =
          XmppClient.builder(CannedPeer.DOMAIN)
              .sasl(Sasl.anonymous())
              .endpoint(Endpoint.startTls("127.0.0.1", server.getLocalPort()))
              .tls(TlsPolicy.builder().trust(authority.trustAnchor()).build())
              .keepAlive(KeepAlive.none())
              .resources(resources)
              .with(Im.standard())
              .build();
      Target made = new Target(server, resources, client);
      client.onMessage(
          message -> {
            if ("end".equals(message.subject())) {
              made.ends.add(true);
            }
          });
      client.connect().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      return made;
    }

    private static void serve(ServerSocket server, SSLContext keys, byte[] flood) {
      try (Socket socket = server.accept()) {
        socket.setTcpNoDelay(true);
        new CannedStream(socket, keys, (to, count, acknowledged) -> to.write(flood)).run();
      } catch (IOException gone) {
        // The client may disconnect in any way.
      }
    }

    void flood() throws Exception {
      client.send(Message.chat(Jid.of(CannedPeer.FLOOD + 1), "go"));
      if (ends.poll(LIMIT_SECONDS, TimeUnit.SECONDS) == null) {
        throw new IllegalStateException("The flood did not come to its end");
      }
    }

    @Override
    public void close() throws IOException {
      client.shutdown().join();
      resources.close();
      server.close();
    }
  }
}
