package im.linnet.benchmarks.worstcase;

import im.linnet.XmppClient;
import im.linnet.benchmarks.memory.MemoryClient;
import im.linnet.benchmarks.memory.MemoryLine;
import im.linnet.im.Im;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A flood of stanzas to a whole client with all usual extensions: measured until the client has
 * delivered a last message.
 */
final class Flood implements Nasty.Prepared {

  private static final long LIMIT_SECONDS = 300;
  private static final String LAST =
      "<message from='end@localhost' type='headline'><subject>end</subject></message>";

  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final MemoryClient client;
  private final byte[] flood;

  private Flood(MemoryClient client, String flood) {
    this.client = client;
    this.flood = (flood + LAST).getBytes(StandardCharsets.UTF_8);
  }

  /** What the client and the server do before the flood. */
  @FunctionalInterface
  interface Opening {

    /**
     * Does it.
     *
     * @throws Exception if it fails
     */
    void go(XmppClient client, MemoryLine line) throws Exception;
  }

  /** A client that is connected and ready for the flood. */
  static Flood of(String flood, Opening opening) throws Exception {
    MemoryClient opened = MemoryClient.openManaged(builder -> builder.with(Im.standard()));
    XmppClient client = opened.client();
    Flood made = new Flood(opened, flood);
    client.onMessage(
        message -> {
          if ("end".equals(message.subject())) {
            made.ended.complete(null);
          }
        });
    opening.go(client, opened.line());
    return made;
  }

  @Override
  public long bytes() {
    return flood.length;
  }

  @Override
  public void read() throws Exception {
    client.line().say(flood);
    ended.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    client.close();
  }
}
