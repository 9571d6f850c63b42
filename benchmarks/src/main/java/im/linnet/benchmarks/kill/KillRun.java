package im.linnet.benchmarks.kill;

import im.linnet.XmppClient;
import im.linnet.benchmarks.ProgressLine;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.repeats.RepeatedMessages;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A program that is killed by SIGKILL and started again, over and over, while it and a client that
 * stays send numbered messages to each other.
 */
public final class KillRun implements AutoCloseable {

  private static final int WINDOW = 16;

  /** How many messages the program may be behind, as servers keep a limited number. */
  private static final int AHEAD = 200;

  private static final long MILLIS = 10;
  static final int TICK = 20;

  /** How many ticks the next message waits for the one before, if they go in step. */
  static final int STEPS_UNTIL_SENT_AGAIN = 15_000 / TICK;

  /** How long a started program lives at most. */
  private static final int LONGEST = 1_500;

  private static final List<String> JVM =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-Xshare:auto");

  private final String name;
  private final RealServer server;
  private final long kills;
  private final Duration patience;
  private final Random random;
  private final Path folder;
  private final Log log;
  private final Log heardLog;
  private final Jid killed;
  private final XmppClient peer;
  private final Semaphore free = new Semaphore(WINDOW);
  private final ProgressLine progress = new ProgressLine();

  private final List<String> heard = new ArrayList<>();
  private final List<String> delivered = new ArrayList<>();
  private long next;
  private long steps;
  private long vanished;

  /**
   * A run that has not begun.
   *
   * @param name the server's name
   * @param server the server, with the accounts of both
   * @param killed the user name of the program that is killed
   * @param other that of the client that stays
   * @param password gives a user's password
   * @param kills how often to kill
   * @param seed draws the moments
   * @param patience how long nothing may happen
   * @throws IOException if there is no folder for the program's files
   */
  public KillRun(
      String name,
      RealServer server,
      String killed,
      String other,
      UnaryOperator<String> password,
      long kills,
      long seed,
      Duration patience)
      throws IOException {
    this.name = name;
    this.server = server;
    this.kills = kills;
    this.patience = patience;
    this.random = new Random(seed);
    this.folder = Files.createTempDirectory("linnet-kill");
    this.log = new Log(folder.resolve("log"));
    this.heardLog = new Log(folder.resolve("heard"));
    this.killed = Jid.of(killed + "@" + server.domain() + "/kill");
    this.peer =
        XmppClient.builder(other + "@" + server.domain() + "/stays")
            .sasl(Sasl.password(password.apply(other)))
            .endpoint(Endpoint.startTls("127.0.0.1", server.starttlsPort()))
            .tls(TlsPolicy.builder().trust(server.authority().trustAnchor()).build())
            .reconnect(ReconnectPolicy.standard())
            .with(RepeatedMessages::new)
            .build();
    this.program = password.apply(killed);
    peer.onMessage(this::arrived);
  }

  private final String program;

  private synchronized void arrived(Message message) {
    if (message.type() != Message.Type.ERROR && message.body() != null) {
      heard.add(message.body());
      heardLog.add(Log.GOT, message.body());
    }
  }

  private synchronized List<String> heard() {
    return List.copyOf(heard);
  }

  private synchronized List<String> delivered() {
    return List.copyOf(delivered);
  }

  /**
   * Runs to the end.
   *
   * @return whether all is as it should be
   * @throws IOException if the program can't be started
   * @throws InterruptedException if this thread is interrupted
   */
  public boolean run() throws IOException, InterruptedException {
    peer.connect().orTimeout(30, TimeUnit.SECONDS).join();
    peer.deliver(Presence.available()).join();
    for (long n = 0; n < kills; n++) {
      live(n);
    }
    Process last = start(0);
    Counts counts = settled();
    last.destroyForcibly().waitFor();
    progress.end();
    return report(counts);
  }

  /** One life of the program: as long as chance has it, from its start or from its stream on. */
  private void live(long number) throws IOException, InterruptedException {
    long streams = streams();
    Process process = start(Long.MAX_VALUE);
    boolean early = random.nextInt(5) == 0;
    long most = random.nextInt(LONGEST);
    long waited = 0;
    while (waited < most && process.isAlive()) {
      send();
      Thread.sleep(TICK);
      if (early || streams() > streams) {
        waited += TICK;
      }
      progress.show(
          "kill through %s: %d of %d, %d messages to it and %d from it"
              .formatted(name, number, kills, delivered().size(), heard().size()));
    }
    process.destroyForcibly().waitFor();
  }

  private long streams() {
    return log.lines().stream()
        .filter(line -> line.equals(Log.BOUND) || line.equals(Log.RESUMED))
        .count();
  }

  private Process start(long most) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Killed.class.getName()));
    command.addAll(
        Killed.arguments(
            folder,
            killed,
            program,
            server.starttlsPort(),
            server.trustAnchorFile(),
            peer.account(),
            MILLIS,
            !numbers()));
    command.add(Long.toString(most));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Sends a message to the program, unless it is too far behind. */
  private void send() {
    if (numbers()) {
      if (next - Counts.handled(log.lines()) < AHEAD && free.tryAcquire()) {
        deliver(Long.toString(next++));
      }
    } else if (isHandled()) {
      steps = 0;
      deliver(Long.toString(next++));
    } else {
      sendAgain();
    }
  }

  private boolean isHandled() {
    return next == Counts.handled(log.lines());
  }

  /** Sends the last message again if it has not arrived for a long time. */
  private void sendAgain() {
    if (++steps % STEPS_UNTIL_SENT_AGAIN == 0) {
      vanished++;
      deliver(Long.toString(next - 1));
    }
  }

  private void deliver(String text) {
    peer.deliver(Message.chat(killed.bare(), text).toBuilder().id("to-" + text).build())
        .whenComplete(
            (done, failure) -> {
              free.release();
              if (failure == null) {
                synchronized (this) {
                  delivered.add(text);
                }
              }
            });
  }

  /** The counts once nothing is missing, or nothing has changed for a long time. */
  private Counts settled() throws InterruptedException {
    Counts counts = Counts.of(log.lines(), delivered(), heard());
    long still = 0;
    while (!counts.isComplete() && still < patience.toMillis()) {
      Thread.sleep(TICK);
      if (!numbers() && !isHandled()) {
        sendAgain();
      }
      Counts now = Counts.of(log.lines(), delivered(), heard());
      still = now.equals(counts) ? still + TICK : 0;
      counts = now;
      progress.show("kill through %s: waiting for the last ones".formatted(name));
    }
    return counts;
  }

  /**
   * Whether the server keeps the order of what it sends again, and so its numbers. ejabberd 24.12
   * sends what has arrived during the resumption before what it sends again, and now and then loses
   * or doubles a message then: so messages go in step, are known by their ids, and are sent again
   * if they do not arrive.
   */
  private boolean numbers() {
    return name.startsWith("prosody");
  }

  private boolean report(Counts counts) {
    System.out.printf(
        "%d kills in %d s; streams: %d resumed, %d bound anew; %d messages handled before the"
            + " program died came again, known by their %s%n",
        kills,
        progress.taken().toSeconds(),
        counts.resumed(),
        counts.bound(),
        counts.again(),
        numbers() ? "numbers" : "ids");
    if (!numbers()) {
      System.out.printf(
          "acknowledged by the server, not brought to the recipient, and sent again: %d%n",
          vanished + counts.vanished());
    }
    System.out.println(counts.line("RESULT kill server=" + name + " kills=" + kills));
    counts.notes().forEach(note -> System.out.println("  " + note));
    return counts.isComplete() && counts.doubled() == 0 && (!numbers() || counts.reordered() == 0);
  }

  @Override
  public void close() {
    peer.close();
  }
}
