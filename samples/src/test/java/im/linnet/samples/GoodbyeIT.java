package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.messenger.MessengerOauth2;
import im.linnet.sasl.messenger.MessengerProfile;
import im.linnet.stanza.Presence;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sample that is interrupted ends its stream: no server goes on believing in it. */
@Timeout(120)
class GoodbyeIT {

  private static final String DOMAIN = "example.com";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"Chat, --to romeo@example.com, Connected as ", "EchoBot, '', Listening as "})
  void says_goodbye_when_interrupted(String main, String more, String ready) throws Exception {
    TestCertificates authority = TestCertificates.create();
    Path trusted = folder.resolve("ca.pem");
    authority.writeTrustAnchor(trusted);
    try (ScriptedPeer peer =
            ScriptedPeer.listen()
                .withTls(authority.server(DOMAIN).serverContext())
                .script(
                    s ->
                        s.secureStream(DOMAIN)
                            .signInByScram(DOMAIN, "secret")
                            .bind(DOMAIN, "juliet@example.com/balcony")
                            .answerAll(stanza -> ""));
        JavaProcess sample =
            JavaProcess.sample(main, arguments("juliet@example.com", peer.port(), trusted, more))) {
      sample.await(line -> line.startsWith(ready));

      sample.assertEnds(sample.interrupt());

      peer.await(); // with its </stream:stream>
    }
  }

  @Test
  void is_gone_for_others_when_interrupted() throws Exception {
    Optional<String> reason = ProsodyServer.reasonToSkip();
    assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    try (RealServer server = ProsodyServer.builder().user("b", "secret").start();
        XmppClient watcher = watcher(server);
        JavaProcess bot =
            JavaProcess.sample(
                "EchoBot",
                arguments("b@localhost", server.starttlsPort(), server.trustAnchorFile(), ""))) {
      BlockingQueue<Presence> seen = new LinkedBlockingQueue<>();
      watcher.onPresence(seen::add);
      watcher.connect().join();
      watcher.send(Presence.available()).join();
      String address = bot.await(line -> line.startsWith("Listening as ")).substring(13);
      await(seen, address, Presence.Type.AVAILABLE);

      bot.assertEnds(bot.interrupt());

      await(seen, address, Presence.Type.UNAVAILABLE);
    }
  }

  /** The stand-in's sessions are ended in order, too. */
  @Test
  void the_stand_in_says_goodbye_when_interrupted() throws Exception {
    Path trusted = folder.resolve("ca.pem");
    try (JavaProcess service =
        JavaProcess.sample(
            "Service", "--port", "0", "--no-redirect", "--trust", trusted.toString())) {
      String port = service.await(line -> line.startsWith("Listening at ")).replaceAll(".*:", "");
      String romeo = service.await(line -> line.startsWith("User Romeo"));
      String token = Files.readString(Path.of(romeo.replaceAll(".* token in ", ""))).strip();
      try (XmppClient client =
          XmppClient.builder(MessengerProfile.DOMAIN)
              .sasl(Sasl.of(MessengerOauth2.token(token)))
              .endpoint(Endpoint.startTls("127.0.0.1", Integer.parseInt(port)))
              .tls(TlsPolicy.builder().trust(trusted).build())
              .build()) {
        BlockingQueue<String> wire = new LinkedBlockingQueue<>();
        client.onState(state -> wire.add(state.toString()));
        client.connect().join();

        service.assertEnds(service.interrupt());

        String last = poll(wire);
        while (!last.startsWith("Disconnected")) {
          last = poll(wire);
        }
        assertThat(last).contains("The server ended the stream");
      }
    }
  }

  private static XmppClient watcher(RealServer server) {
    return XmppClient.builder("b@localhost/watcher")
        .sasl(Sasl.password("secret"))
        .endpoint(Endpoint.startTls("127.0.0.1", server.starttlsPort()))
        .tls(TlsPolicy.builder().trust(server.trustAnchorFile()).build())
        .build();
  }

  private static void await(BlockingQueue<Presence> seen, String address, Presence.Type type)
      throws InterruptedException {
    Presence next = poll(seen);
    while (!address.equals(String.valueOf(next.from())) || next.type() != type) {
      next = poll(seen);
    }
  }

  private static <T> T poll(BlockingQueue<T> queue) throws InterruptedException {
    @Nullable T next = queue.poll(30, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came for 30 s");
    }
    return next;
  }

  private String[] arguments(String jid, int port, Path trusted, String more) throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "secret\n");
    List<String> arguments =
        new ArrayList<>(List.of("--jid", jid, "--password-file", password.toString()));
    arguments.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
    arguments.addAll(List.of("--trust", trusted.toString()));
    if (!more.isEmpty()) {
      arguments.addAll(List.of(more.split(" ")));
    }
    return arguments.toArray(String[]::new);
  }
}
