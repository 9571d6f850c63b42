package im.linnet.test;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientResources;
import im.linnet.endpoint.Dns;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.xml.XmlLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients at once, and one after another. */
@Timeout(120)
class ManyClientsTest {

  private static final long PATIENCE = 20_000;
  private static final int LIMIT = 10_000;

  private static HostileServer saying(ClientResources resources, int limit, int characters) {
    return HostileServer.signedIn()
        .client(
            client ->
                client.resources(resources).limits(XmlLimits.session().withStanzaBytes(limit)))
        .say("<message><body>" + "x".repeat(characters) + "</body></message>");
  }

  private static void keepsItsLimit(ClientResources resources, int number) {
    int limit = LIMIT + 1_000 * number;
    boolean over = number % 2 == 0;
    HostileRun run =
        saying(resources, limit, over ? limit : limit - 100)
            .playOnce(Chunking.random(number), PATIENCE);
    assertThat(run.bodies()).hasSize(over ? 0 : 1);
    assertThat(run.failure()).isInstanceOf(over ? StreamException.class : TransportException.class);
  }

  @Tag("K13")
  @Test
  void clients_with_different_limits_keep_to_their_own() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (ClientResources resources = ClientResources.create(2, Dns.system())) {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        int number = i;
        clients.add(threads.submit(() -> keepsItsLimit(resources, number)));
      }
      for (Future<?> each : clients) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Tag("Q15")
  @Test
  void hundreds_of_connections_and_failures_leave_no_thread_and_no_connection() throws Exception {
    Set<Thread> before = LoopThreads.now();
    ClientResources resources = ClientResources.create(1, Dns.system());
    try {
      Set<Thread> during = Set.of();
      for (int i = 0; i < 200; i++) {
        HostileServer server =
            i % 2 == 0
                ? saying(resources, LIMIT, 1)
                : HostileServer.unopened().client(client -> client.resources(resources)).say("<a");
        // Fails if a connection is left open.
        server.playOnce(Chunking.whole(), PATIENCE);
        during = i == 0 ? LoopThreads.now() : during;
      }
      assertThat(LoopThreads.now()).isEqualTo(during);
    } finally {
      resources.close();
    }
    assertThat(LoopThreads.leftSince(before)).isEmpty();
  }
}
