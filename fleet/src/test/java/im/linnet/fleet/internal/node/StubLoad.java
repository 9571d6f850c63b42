package im.linnet.fleet.internal.node;

import im.linnet.fleet.FleetMeters;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Many accounts with stub sessions on several nodes in one process: how long it takes to begin, to
 * send, and to hand a node's sessions over, and what memory that takes. Not a test: run it with the
 * number of accounts and of nodes.
 */
final class StubLoad {

  private final StubServer server = new StubServer();
  private final List<StubNode> nodes = new ArrayList<>();
  private final List<Jid> accounts = new ArrayList<>();

  private StubLoad(int count) {
    for (int i = 0; i < count; i++) {
      accounts.add(Jid.of("bot" + i + "@example.com"));
    }
  }

  /**
   * Runs it.
   *
   * @param arguments how many accounts, how many nodes
   */
  public static void main(String[] arguments) {
    new StubLoad(Integer.parseInt(arguments[0])).run(Integer.parseInt(arguments[1]));
    System.exit(0);
  }

  private void run(int count) {
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ports.add(29_001 + i);
    }
    for (int port : ports) {
      nodes.add(
          new StubNode(
              server,
              port,
              ports,
              (account, stanza) -> {},
              builder ->
                  builder
                      .waitFor(count)
                      .shards(count * 20)
                      .sends(256, 50_000)
                      .handOverLimit(Duration.ofMinutes(2))
                      .accountList(() -> accounts)
                      .every(Duration.ofHours(1))));
    }
    List<CompletableFuture<Void>> joined =
        nodes.stream().map(node -> node.fleet().start()).toList();
    joined.forEach(CompletableFuture::join);
    long empty = heap();
    timed("all bound", () -> online() == accounts.size());
    timed("all copied", () -> copies() == accounts.size());
    System.out.printf(
        "heap %d bytes an account, with stub, session, mirror and copy%n",
        (heap() - empty) / accounts.size());
    send(20_000);
    StubNode leaving = nodes.get(0);
    long its = leaving.fleet().meters().sessions();
    CompletableFuture<Void> left = leaving.fleet().leave();
    timed("handed over " + its, () -> online() == accounts.size() && left.isDone());
    System.out.printf(
        "binds %d, resumptions %d, failed %d, connections taken over %d%n",
        server.binds(), server.resumptions(), server.failedResumptions(), server.displaced());
  }

  private void send(int count) {
    long start = System.nanoTime();
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Jid account = accounts.get(ThreadLocalRandom.current().nextInt(accounts.size()));
      Message hello = Message.chat(Jid.of("romeo@example.com"), "Hello " + i);
      sent.add(nodes.get(i % nodes.size()).fleet().send(account, hello));
    }
    CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new)).join();
    System.out.printf("%d sends a second%n", count * 1_000_000_000L / (System.nanoTime() - start));
  }

  private void timed(String what, BooleanSupplier done) {
    long start = System.nanoTime();
    while (!done.getAsBoolean()) {
      LockSupport.parkNanos(20_000_000);
    }
    System.out.printf(
        "%s: %d ms; records %d in %d batches%n",
        what,
        (System.nanoTime() - start) / 1_000_000,
        nodes.stream().mapToLong(node -> node.fleet().meters().records()).sum(),
        nodes.stream().mapToLong(node -> node.fleet().meters().batches()).sum());
  }

  private long online() {
    return nodes.stream().map(node -> node.fleet().meters()).mapToLong(FleetMeters::online).sum();
  }

  private long copies() {
    return nodes.stream().map(node -> node.fleet().meters()).mapToLong(FleetMeters::copies).sum();
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
