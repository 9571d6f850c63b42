package im.linnet.fleet.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.fleet.FleetBuilder;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.testkit.net.FreePorts;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.junit.jupiter.api.AfterEach;

/** Several nodes in one process, whose sessions are stubs. */
abstract class StubFleet {

  static final Jid ROMEO = Jid.of("romeo@example.com");

  final StubServer server = new StubServer();
  final List<StubNode> nodes = new ArrayList<>();
  final List<Integer> ports = new ArrayList<>();
  final Map<String, List<String>> handled = new ConcurrentHashMap<>();
  volatile List<Jid> accounts = List.of();

  @AfterEach
  void end() {
    nodes.forEach(StubNode::end);
  }

  static List<Jid> bots(int count) {
    List<Jid> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(Jid.of("bot" + i + "@example.com"));
    }
    return all;
  }

  /** As a publisher that is asked for a limited number. */
  Flow.Publisher<Jid> publisher() {
    List<Jid> now = accounts;
    return subscriber ->
        subscriber.onSubscribe(
            new Flow.Subscription() {
              private int at;
              private boolean done;

              @Override
              public synchronized void request(long count) {
                for (long i = 0; i < count && at < now.size(); i++) {
                  subscriber.onNext(now.get(at++));
                }
                if (at == now.size() && !done) {
                  done = true;
                  subscriber.onComplete();
                }
              }

              @Override
              public void cancel() {}
            });
  }

  void start(int count) {
    start(count, builder -> builder);
  }

  void start(int count, UnaryOperator<FleetBuilder> change) {
    ports.addAll(FreePorts.find(count));
    List<CompletableFuture<Void>> joined = new ArrayList<>();
    for (int port : ports) {
      joined.add(join(port, builder -> change.apply(builder.waitFor(count))));
    }
    joined.forEach(StubFleet::await);
  }

  CompletableFuture<Void> join(int port, UnaryOperator<FleetBuilder> change) {
    StubNode node =
        new StubNode(
            server,
            port,
            ports,
            this::handle,
            builder ->
                change.apply(builder.accounts(this::publisher).every(Duration.ofSeconds(3))));
    nodes.add(node);
    return node.fleet().start().toCompletableFuture();
  }

  final void handle(String account, Element stanza) {
    handled
        .computeIfAbsent(account, made -> new CopyOnWriteArrayList<>())
        .add(String.valueOf(stanza.childText("body")));
  }

  static <T> T await(java.util.concurrent.CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("still not: " + what).isNegative();
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }

  int held() {
    return server.holders().values().stream().mapToInt(Integer::intValue).sum();
  }

  long online() {
    return nodes.stream()
        .filter(node -> !node.isDead())
        .mapToLong(node -> node.fleet().meters().online())
        .sum();
  }

  void untilAllOnline() {
    until(
        "all online: " + held() + " of " + accounts.size(),
        () -> held() == accounts.size() && online() == accounts.size());
  }

  void untilCovered() {
    until(
        "all have sessions and copies",
        () ->
            server.holders().size() == nodes.size()
                && held() == accounts.size()
                && nodes.stream()
                    .filter(node -> !node.isDead())
                    .allMatch(node -> node.fleet().health().covered()));
  }

  StubNode nodeOf(Jid account) {
    String holder = server.holder(account.toString());
    return nodes.stream().filter(node -> node.name().equals(holder)).findAny().orElseThrow();
  }

  /** The first node coordinates the others. */
  StubNode oldest() {
    return nodes.stream()
        .min(
            Comparator.comparing(
                node -> Cluster.get(node.fleet().system()).selfMember(), Member.ageOrdering()))
        .orElseThrow();
  }

  static Message chat(String body) {
    return Message.chat(ROMEO, body);
  }

  List<String> arrived(Jid account) {
    return server.arrived(account.toString()).stream()
        .map(stanza -> String.valueOf(stanza.childText("body")))
        .toList();
  }

  List<String> handledOf(Jid account) {
    return List.copyOf(handled.getOrDefault(account.toString(), List.of()));
  }

  /**
   * Numbered messages both ways, as fast as they are done; the order of each account is checked.
   */
  final class Talk {

    private final StubNode sender;
    private int number;
    private final Map<Jid, List<String>> sent = new ConcurrentHashMap<>();
    private final Map<Jid, List<String>> sure = new ConcurrentHashMap<>();
    private final List<CompletableFuture<Void>> open = new ArrayList<>();

    Talk(StubNode sender) {
      this.sender = sender;
    }

    void run(int messages) {
      for (int i = 0; i < messages; i++) {
        Jid bot = accounts.get(number % accounts.size());
        String body = "m" + number++;
        server.push(bot.toString(), chat(body).element());
        sent.computeIfAbsent(bot, made -> new ArrayList<>()).add(body);
        CompletableFuture<Void> done = sender.fleet().send(bot, chat(body)).toCompletableFuture();
        open.add(
            done.thenRun(
                () -> sure.computeIfAbsent(bot, made -> new CopyOnWriteArrayList<>()).add(body)));
        java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
      }
    }

    /** What was done has arrived, once; what was pushed was handled, once, in order. */
    void verify() {
      open.forEach(one -> one.handle((ok, failure) -> null).orTimeout(60, TimeUnit.SECONDS).join());
      for (Jid bot : accounts) {
        List<String> expected = sent.getOrDefault(bot, List.of());
        until("all handled of " + bot, () -> handledOf(bot).size() >= expected.size());
        assertThat(handledOf(bot).stream().distinct()).containsExactlyElementsOf(expected);
        assertThat(arrived(bot)).doesNotHaveDuplicates();
        assertThat(arrived(bot)).containsAll(sure.getOrDefault(bot, List.of()));
      }
    }
  }
}
