package im.linnet.benchmarks.growth;

import im.linnet.ClientResources;
import im.linnet.benchmarks.memory.MemoryClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Clients with the same resources. In a round each receives a line, one after the other. */
final class ClientCounts implements Series.Load {

  private static final List<Integer> SIZES = List.of(1, 10, 100, 1_000, 10_000, 50_000);
  private static final int QUICK_SIZES = 5;
  private static final int LINES_OF_A_RUN = 20_000;
  private static final long LIMIT_SECONDS = 60;
  private static final byte[] LINE =
      "<message type='chat' from='romeo@localhost/garden'><body>Good morrow</body></message>"
          .getBytes(StandardCharsets.UTF_8);

  private final ClientResources resources = ClientResources.create();
  private final List<MemoryClient> clients = new ArrayList<>();
  private final Semaphore arrived = new Semaphore(0);

  private ClientCounts(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      MemoryClient client = MemoryClient.open(builder -> builder.resources(resources));
      client.client().onMessage(message -> arrived.release());
      clients.add(client);
    }
  }

  static List<Series> all(boolean quick) {
    return List.of(
        new Series(
            "a line to each, clients",
            quick ? SIZES.subList(0, QUICK_SIZES) : SIZES,
            ClientCounts::new));
  }

  @Override
  public int rounds() {
    return Math.max(1, LINES_OF_A_RUN / clients.size());
  }

  @Override
  public void run() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      for (MemoryClient client : clients) {
        client.line().say(LINE);
        if (!arrived.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          throw new TimeoutException("A line was not delivered");
        }
      }
    }
  }

  @Override
  public void close() {
    clients.forEach(client -> client.client().shutdown());
    resources.close();
  }
}
