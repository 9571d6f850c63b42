package im.linnet.benchmarks.storm;

import im.linnet.ClientResources;
import im.linnet.benchmarks.ProgressLine;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Many clients of one server that share their resources. */
final class Crowd implements AutoCloseable {

  private static final String PASSWORD = "secret";
  private static final int TICK_MILLIS = 100;

  /** The number of concurrent first logins. */
  private static final int ABREAST = 40;

  private final ClientResources resources = ClientResources.create();
  private final LongAdder attempts = new LongAdder();
  private final ProgressLine progress = new ProgressLine();
  private final List<Member> members;

  /** Creates accounts and clients. */
  Crowd(RealServer server, int size, ReconnectPolicy policy) {
    List<String> names = IntStream.range(0, size).mapToObj(n -> "u" + n).toList();
    server.addUsers(names, PASSWORD);
    TlsPolicy tls = TlsPolicy.builder().trust(server.authority().trustAnchor()).build();
    members =
        names.stream()
            .map(name -> new Member(name, PASSWORD, server, tls, policy, resources, attempts))
            .toList();
  }

  List<Member> members() {
    return members;
  }

  long connected() {
    return members.stream().filter(Member::isConnected).count();
  }

  long attempts() {
    return attempts.sum();
  }

  /** Connects all clients, some at a time. */
  void connect(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    int begun = 0;
    while (connected() < members.size() && System.nanoTime() < end) {
      while (begun < members.size() && begun < connected() + ABREAST) {
        var unused = members.get(begun++).client().connect();
      }
      pause("connecting");
    }
  }

  /** Waits until all clients are lost, or all are back. */
  void await(String what, long wanted, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (connected() != wanted && System.nanoTime() < end) {
      pause(what);
    }
  }

  private void pause(String what) throws InterruptedException {
    progress.show(
        "storm, %s: %d of %d connected, %d attempts"
            .formatted(what, connected(), members.size(), attempts()));
    Thread.sleep(TICK_MILLIS);
  }

  void endLine() {
    progress.end();
  }

  /** Closes all clients; false if one takes too long. */
  boolean closeAll() {
    CompletableFuture<?>[] closed =
        members.stream()
            .map(member -> member.client().shutdown())
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(closed).orTimeout(60, TimeUnit.SECONDS).join();
      return true;
    } catch (CompletionException tooLong) {
      return false;
    }
  }

  @Override
  public void close() {
    resources.close();
  }
}
