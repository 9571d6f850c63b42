package im.linnet.benchmarks.kill;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.connection.SavedStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.journal.Arrival;
import im.linnet.journal.FileJournal;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.tls.TlsPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The program that is killed. It numbers what it sends, and keeps in its log which stanzas it has
 * handled. It sends nothing twice by itself: what its journal had not recorded is gone with the
 * process.
 */
final class Killed {

  /** How many messages wait for the server's acknowledgement at most. */
  private static final int WINDOW = 16;

  private final Log log;
  private final Log heard;
  private final boolean inStep;
  private final Set<String> handled = new HashSet<>();
  private final Semaphore free = new Semaphore(WINDOW);
  private long next;
  private boolean present;

  private Killed(Log log, Log heard, boolean inStep) {
    this.log = log;
    this.heard = heard;
    this.inStep = inStep;
    for (String line : log.lines()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case Log.GOT -> handled.add(words[1] + " " + words[2]);
        case Log.SENDING -> next = Long.parseLong(words[1]) + 1;
        case Log.BOUND -> present = false;
        case Log.PRESENT -> present = true;
        default -> {}
      }
    }
  }

  /**
   * Sends a number of messages, then receives until it is killed.
   *
   * @param arguments folder, account, password, port, trust anchor, peer, milliseconds between two
   *     messages,whether a message is sent only when the one before has arrived, and known by its
   *     id rather than its number, how many to send
   * @throws Exception if it can't go on
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    new Killed(
            new Log(folder.resolve("log")),
            new Log(folder.resolve("heard")),
            Boolean.parseBoolean(arguments[7]))
        .run(
            FileJournal.open(folder.resolve("journal")),
            XmppClient.builder(arguments[1])
                .sasl(Sasl.password(arguments[2]))
                .endpoint(Endpoint.startTls("127.0.0.1", Integer.parseInt(arguments[3])))
                .tls(TlsPolicy.builder().trust(Path.of(arguments[4])).build())
                .reconnect(
                    ReconnectPolicy.standard()
                        .retryingFirst()
                        .between(Duration.ofMillis(50), Duration.ofMillis(500))),
            Jid.of(arguments[5]),
            Long.parseLong(arguments[6]),
            Long.parseLong(arguments[8]));
  }

  private void run(FileJournal journal, ClientBuilder builder, Jid peer, long millis, long most)
      throws InterruptedException {
    builder.journal(journal);
    SavedStream left = journal.left();
    if (left != null) {
      builder.resume(left, stanza -> {});
    }
    XmppClient client = builder.build();
    client.onMessage(message -> arrived(client.arrival(), message));
    client.onState(state -> entered(client, state));
    client.connect().join();
    for (long sent = 0; sent < most; sent++) {
      if (inStep) {
        awaitHeard(client, peer);
      }
      free.acquire();
      String text = Long.toString(next++);
      log.add(Log.SENDING, text);
      deliver(client, peer, text);
      Thread.sleep(millis);
    }
    if (inStep) {
      awaitHeard(client, peer);
    }
    // Until it is killed.
    Thread.sleep(Long.MAX_VALUE);
  }

  private void deliver(XmppClient client, Jid peer, String text) {
    client
        .deliver(Message.chat(peer, text).toBuilder().id("from-" + text).build())
        .whenComplete(
            (done, failure) -> {
              free.release();
              if (failure == null) {
                log.add(Log.DONE, text);
              }
            });
  }

  /** Waits until the peer has the last message; sends it again if that takes long. */
  private void awaitHeard(XmppClient client, Jid peer) throws InterruptedException {
    String last = Log.GOT + " " + (next - 1);
    for (int waited = 1; next > 0 && !heard.lines().contains(last); waited++) {
      if (waited % KillRun.STEPS_UNTIL_SENT_AGAIN == 0) {
        free.acquire();
        log.add(Log.VANISHED, Long.toString(next - 1));
        deliver(client, peer, Long.toString(next - 1));
      }
      Thread.sleep(KillRun.TICK);
    }
  }

  private void arrived(@Nullable Arrival arrival, Message message) {
    String text = message.body();
    if (text == null || message.type() == Message.Type.ERROR) {
      return;
    }
    if (arrival == null) {
      throw new IllegalStateException("The server's streams can't be resumed");
    }
    String number = inStep ? String.valueOf(message.id()) : Long.toString(arrival.number());
    String stanza = arrival.stream().hashCode() + " " + number;
    log.add(handled.add(stanza) ? Log.GOT : Log.AGAIN, stanza, text);
  }

  private void entered(XmppClient client, ConnectionState state) {
    if (!(state instanceof Connected connected)) {
      return;
    }
    BoundStream stream = connected.stream();
    log.add(stream.resumed() ? Log.RESUMED : Log.BOUND);
    if (!stream.resumed() || !present) {
      present = true;
      client.deliver(Presence.available()).thenRun(() -> log.add(Log.PRESENT));
    }
  }

  /** The arguments of {@link #main}. */
  static List<String> arguments(
      Path folder,
      Jid account,
      String password,
      int port,
      Path anchor,
      Jid peer,
      long millis,
      boolean inStep) {
    return List.of(
        folder.toString(),
        account.toString(),
        password,
        Integer.toString(port),
        anchor.toString(),
        peer.toString(),
        Long.toString(millis),
        Boolean.toString(inStep));
  }
}
