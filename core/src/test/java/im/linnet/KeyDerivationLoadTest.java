package im.linnet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.xml.XmlElement;
import im.linnet.tls.TlsPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that demand more work for SCRAM than anybody could do. */
@Timeout(120)
class KeyDerivationLoadTest {

  private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final int ENDLESS = 2_000_000_000;
  private static final Duration LONG = Duration.ofSeconds(50);

  private final ClientResources resources = ClientResources.create(1, Dns.system());
  private final List<ScriptedPeer> peers = new ArrayList<>();
  private final List<XmppClient> clients = new ArrayList<>();

  /** A client whose server demands so much, and goes on so once the keys are derived. */
  private XmppClient client(int iterations, Duration limit, Consumer<Script> then) {
    ScriptedPeer peer = ScriptedPeer.listen().timeout(LONG);
    peers.add(peer);
    peer.script(
        s ->
            s.openStream(
                    "localhost",
                    "<mechanisms xmlns='%s'><mechanism>SCRAM-SHA-1</mechanism></mechanisms>"
                        .formatted(SASL))
                .answer(auth -> challenge(auth, iterations))
                .mark("challenged")
                .then(then));
    XmppClient client =
        XmppClient.builder("juliet@localhost")
            .endpoint(Endpoint.startTls("127.0.0.1", peer.port()))
            .tls(TlsPolicy.builder().insecurelyAllowClearText().build())
            .sasl(Sasl.password("secret").maxIterations(Integer.MAX_VALUE))
            .connectLimits(limit, limit)
            .resources(resources)
            .build();
    clients.add(client);
    return client;
  }

  private static String challenge(XmlElement auth, int iterations) {
    String first = new String(Base64.getDecoder().decode(auth.text()), UTF_8);
    String nonce = first.substring(first.indexOf(",r=") + 3);
    String challenge = "r=%smore,s=AQIDBA==,i=%d".formatted(nonce, iterations);
    return "<challenge xmlns='%s'>%s</challenge>"
        .formatted(SASL, Base64.getEncoder().encodeToString(challenge.getBytes(UTF_8)));
  }

  @AfterEach
  void close() {
    peers.forEach(ScriptedPeer::close);
    clients.forEach(client -> client.shutdown(Duration.ZERO).join());
    resources.close();
  }

  private void awaitWork() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (resources.computing().getCompletedTaskCount() < 10) {
      assertThat(System.nanoTime()).as("nothing is computed").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private void awaitIdle() throws InterruptedException {
    ThreadPoolExecutor computing = resources.computing();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (computing.getActiveCount() > 0 || !computing.getQueue().isEmpty()) {
      assertThat(System.nanoTime()).as("still computing").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void eight_of_them_stop_nobody_else() throws Exception {
    List<CompletableFuture<BoundStream>> attempts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      attempts.add(client(ENDLESS, LONG, s -> s.silence()).connect());
      peers.get(i).awaitMark("challenged");
    }
    client(
            10_000,
            LONG,
            s -> s.expectLike("<response xmlns='%s'/>".formatted(SASL)).mark("proved").silence())
        .connect();
    peers.get(8).awaitMark("proved");
    CompletableFuture<String> callback =
        CompletableFuture.supplyAsync(() -> "runs", resources.threads());
    assertThat(callback.get(10, TimeUnit.SECONDS)).isEqualTo("runs");
    assertThat(attempts).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void the_limit_for_connecting_ends_the_work() throws Exception {
    CompletableFuture<BoundStream> attempt =
        client(ENDLESS, Duration.ofSeconds(6), s -> s.silence()).connect();
    assertFails(attempt, Reason.TIMED_OUT, "This side still worked");
    awaitIdle();
  }

  @Test
  void giving_up_ends_the_work() throws Exception {
    CompletableFuture<BoundStream> attempt = client(ENDLESS, LONG, s -> s.silence()).connect();
    awaitWork();
    attempt.cancel(false);
    awaitIdle();
  }

  @Test
  void closing_the_client_ends_the_work() throws Exception {
    XmppClient client = client(ENDLESS, LONG, s -> s.silence());
    CompletableFuture<BoundStream> attempt = client.connect();
    awaitWork();
    client.shutdown().get(10, TimeUnit.SECONDS);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> attempt.get(10, TimeUnit.SECONDS));
    awaitIdle();
  }

  @Test
  void the_end_of_the_connection_ends_the_work_and_is_what_is_told() throws Exception {
    CompletableFuture<BoundStream> attempt = client(ENDLESS, LONG, s -> s.close()).connect();
    assertFails(attempt, Reason.CLOSED, "ended the stream");
    awaitIdle();
  }

  private static void assertFails(
      CompletableFuture<BoundStream> attempt, Reason reason, String words) {
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> attempt.get(30, TimeUnit.SECONDS))
        .extracting(Throwable::getCause)
        .asInstanceOf(type(TransportException.class))
        .returns(reason, TransportException::reason)
        .satisfies(failure -> assertThat(failure.words()).contains(words));
  }
}
