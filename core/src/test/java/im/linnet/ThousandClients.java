package im.linnet;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.tls.TlsPolicy;
import im.linnet.xml.Element;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;

/**
 * A program for JDK 25: many clients, each on a virtual thread that waits in {@code join()} for all
 * it does, with callbacks that do so as well. Prints how many of them ended well, how many platform
 * threads there were at most, and where virtual threads were pinned.
 */
final class ThousandClients {

  private static final Iq PING = Iq.get(null, Element.of("ping", "urn:xmpp:ping"));

  private final ClientResources resources = ClientResources.create();
  private final Endpoint server;
  private final TlsPolicy tls;

  /** What a program does that is kind to its server. */
  private final Semaphore signingIn = new Semaphore(20);

  private final CountDownLatch online;
  private final CountDownLatch answered;
  private final List<Jid> addresses;

  private ThousandClients(int number, Endpoint server, TlsPolicy tls) {
    this.server = server;
    this.tls = tls;
    this.online = new CountDownLatch(number);
    this.answered = new CountDownLatch(number);
    this.addresses = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      addresses.add(Jid.of("juliet@localhost/" + i));
    }
  }

  /**
   * Runs the program.
   *
   * @param arguments the number of clients, the server's port and the file of its certificate
   */
  public static void main(String[] arguments) throws Exception {
    Queue<RecordedEvent> pinned = new ConcurrentLinkedQueue<>();
    try (RecordingStream events = new RecordingStream()) {
      events.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
      events.setReuse(false);
      events.onEvent("jdk.VirtualThreadPinned", pinned::add);
      events.startAsync();
      int number = Integer.parseInt(arguments[0]);
      ThousandClients clients =
          new ThousandClients(
              number,
              Endpoint.startTls("127.0.0.1", Integer.parseInt(arguments[1])),
              TlsPolicy.builder().trust(Path.of(arguments[2])).build());
      System.out.println("Ended well: " + clients.run());
      // Since JDK 20, so not to be called by its name here.
      RecordingStream.class.getMethod("stop").invoke(events);
    }
    System.out.println(
        "Platform threads: " + ManagementFactory.getThreadMXBean().getPeakThreadCount());
    List<RecordedEvent> waiting =
        pinned.stream().filter(event -> !whileClassesAreLoaded(event)).toList();
    System.out.println("Pinned while waiting: " + waiting.size());
    System.out.println("Pinned while classes are loaded: " + (pinned.size() - waiting.size()));
    waiting.forEach(System.out::println);
  }

  /**
   * Whether the JVM waits for itself: for another thread that initialises a class, or for a monitor
   * within its own code, which alone pins there since JDK 24 (JEP 491).
   */
  private static boolean whileClassesAreLoaded(RecordedEvent pinned) {
    return pinned.getString("pinnedReason").startsWith("Waited for initialization")
        || pinned.getString("blockingOperation").equals("Contended monitor enter");
  }

  private int run() throws Exception {
    int well = 0;
    List<Future<Boolean>> lives = new ArrayList<>();
    ExecutorService threads = virtualThreads();
    for (int i = 0; i < addresses.size(); i++) {
      int index = i;
      lives.add(threads.submit(() -> live(index)));
    }
    for (Future<Boolean> life : lives) {
      well += life.get() ? 1 : 0;
    }
    threads.shutdown();
    resources.shutdown().join();
    return well;
  }

  /** By reflection, as this is compiled for JDK 17. */
  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  /** Signs in, asks, says something to the next client and waits for its answer. */
  private boolean live(int index) throws InterruptedException {
    Jid own = addresses.get(index);
    Jid next = addresses.get((index + 1) % addresses.size());
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    try (XmppClient client =
        XmppClient.builder(own)
            .sasl(Sasl.password("secret"))
            .endpoint(server)
            .tls(tls)
            .resources(resources)
            .connectLimits(Duration.ofMinutes(2), Duration.ofMinutes(3))
            .requestLimit(Duration.ofMinutes(2))
            .build()) {
      client.onMessage(message -> heard(client, message, answer));
      BoundStream stream = signIn(client);
      online.countDown();
      online.await();
      boolean pong = client.request(PING).join().type() == Iq.Type.RESULT;
      client.deliver(Message.chat(next, "question")).join();
      boolean well = stream.jid().equals(own) && pong && answer.join();
      // The others still want answers of this one.
      answered.countDown();
      answered.await();
      return well;
    }
  }

  private BoundStream signIn(XmppClient client) throws InterruptedException {
    signingIn.acquire();
    try {
      return client.connect().join();
    } finally {
      signingIn.release();
    }
  }

  /** In a callback, which waits too. */
  private static void heard(XmppClient client, Message message, CompletableFuture<Boolean> answer) {
    if ("question".equals(message.body())) {
      client.request(PING).join();
      client.deliver(Message.chat(Objects.requireNonNull(message.from()), "answer")).join();
    } else {
      answer.complete("answer".equals(message.body()));
    }
  }
}
