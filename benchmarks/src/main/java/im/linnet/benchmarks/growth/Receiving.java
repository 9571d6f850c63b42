package im.linnet.benchmarks.growth;

import im.linnet.benchmarks.memory.MemoryClient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client that receives the same text again and again, and at the end a message. */
final class Receiving implements Series.Load {

  private static final long LIMIT_SECONDS = 300;
  private static final String LAST =
      "<message from='end@localhost' type='headline'><subject>end</subject></message>";

  private final MemoryClient client;
  private final byte[] text;
  private final int rounds;
  private final Semaphore ended = new Semaphore(0);

  /**
   * A load.
   *
   * @param client signed in, and closed with the load
   * @param round the stanzas of a round
   * @param rounds how many there are in a run
   */
  Receiving(MemoryClient client, String round, int rounds) {
    this.client = client;
    this.rounds = rounds;
    text = (round.repeat(rounds) + LAST).getBytes(StandardCharsets.UTF_8);
    client
        .client()
        .onMessage(
            message -> {
              if ("end".equals(message.subject())) {
                ended.release();
              }
            });
  }

  @Override
  public int rounds() {
    return rounds;
  }

  @Override
  public void run() throws Exception {
    client.line().say(text);
    if (!ended.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new TimeoutException("The last message was not delivered");
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
