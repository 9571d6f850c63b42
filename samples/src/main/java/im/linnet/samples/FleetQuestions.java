package im.linnet.samples;

import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks all accounts in turn, many times a second, and counts the answers. */
final class FleetQuestions implements AutoCloseable {

  private static final int MILLIS = 20;

  private final XmppClient client;
  private final List<Jid> accounts;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Set<String> open = new HashSet<>();
  private int asked;
  private int answered;
  private int again;
  private boolean asking;

  FleetQuestions(XmppClient client, List<Jid> accounts) {
    this.client = client;
    this.accounts = accounts;
    client.onMessage(this::answered);
    var unused = clock.scheduleAtFixedRate(this::ask, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
  }

  synchronized void begin() {
    asking = true;
  }

  synchronized void end() {
    asking = false;
  }

  private synchronized void ask() {
    if (asking) {
      String question = Integer.toString(asked);
      open.add(question);
      Jid account = accounts.get(asked++ % accounts.size());
      client
          .deliver(Message.chat(account, question))
          .exceptionally(
              failure -> {
                System.err.println("A question was not sent: " + failure.getMessage());
                return null;
              });
    }
  }

  private synchronized void answered(Message message) {
    String answer = message.body();
    if (message.type() == Message.Type.ERROR) {
      System.err.println("A question was returned: " + message.error());
    }
    if (message.type() == Message.Type.CHAT && answer != null) {
      if (open.remove(answer)) {
        answered++;
      } else {
        again++;
      }
    }
  }

  /** Whether all questions have been answered. */
  synchronized boolean isDone() {
    return open.isEmpty();
  }

  @Override
  public synchronized String toString() {
    return "%d questions, %d answered, %d lost, %d answered twice"
        .formatted(asked, answered, open.size(), again);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
