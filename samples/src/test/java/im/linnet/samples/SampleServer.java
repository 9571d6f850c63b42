package im.linnet.samples;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A Prosody with the accounts a and b, for a sample and who watches it. */
record SampleServer(RealServer server) implements AutoCloseable {

  static final String PASSWORD = "secret-a";

  /** Skips the test where there is none. */
  static SampleServer start() {
    Optional<String> reason = ProsodyServer.reasonToSkip();
    assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    return new SampleServer(
        ProsodyServer.builder().user("a", PASSWORD).user("b", "secret-b").start());
  }

  /** A client of b, still without extensions. */
  ClientBuilder watcher() {
    return XmppClient.builder("b@localhost/watcher")
        .sasl(Sasl.password("secret-b"))
        .endpoint(Endpoint.startTls("127.0.0.1", server.starttlsPort()))
        .tls(TlsPolicy.builder().trust(server.trustAnchorFile()).build());
  }

  Jid room() {
    return Jid.of("garden@" + server.roomDomain());
  }

  /** Starts a sample with the account a. */
  JavaProcess sample(String main, String... arguments) throws Exception {
    return sampleWith(PASSWORD, main, arguments);
  }

  JavaProcess sampleWith(String password, String main, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--jid", "a@localhost", "--host", "127.0.0.1"));
    all.addAll(List.of("--trust", server.trustAnchorFile().toString()));
    all.addAll(List.of("--port", Integer.toString(server.starttlsPort())));
    all.addAll(List.of(arguments));
    return JavaProcess.sampleWith(Account.PASSWORD, password, main, all.toArray(String[]::new));
  }

  /** The next of a kind; those before it are passed over. */
  static <T> T await(BlockingQueue<T> queue, Predicate<? super T> wanted)
      throws InterruptedException {
    List<T> others = new ArrayList<>();
    while (true) {
      @Nullable T next = queue.poll(60, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("It did not come within 60 s; what did: " + others);
      }
      if (wanted.test(next)) {
        return next;
      }
      others.add(next);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
