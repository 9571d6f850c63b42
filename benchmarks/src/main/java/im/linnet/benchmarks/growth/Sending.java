package im.linnet.benchmarks.growth;

import im.linnet.benchmarks.memory.MemoryClient;
import im.linnet.stanza.Message;
import java.util.concurrent.CompletableFuture;

/** A client that sends the same message again and again. */
final class Sending implements Series.Load {

  private final MemoryClient client;
  private final Message message;
  private final int rounds;
  private final int window;

  /**
   * A load.
   *
   * @param client signed in, and closed with the load
   * @param message to be sent
   * @param rounds how often in a run
   * @param window how many messages wait at a time
   */
  Sending(MemoryClient client, Message message, int rounds, int window) {
    this.client = client;
    this.message = message;
    this.rounds = rounds;
    this.window = window;
  }

  @Override
  public int rounds() {
    return rounds;
  }

  @Override
  public void run() {
    CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    for (int number = 0; number < rounds; number++) {
      if (number % window == 0) {
        last.join();
      }
      last = client.client().send(message);
    }
    last.join();
  }

  @Override
  public void close() {
    client.close();
  }
}
