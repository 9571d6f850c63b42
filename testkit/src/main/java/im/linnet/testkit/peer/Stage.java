package im.linnet.testkit.peer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The state shared by all connections of one peer. */
final class Stage {
  private final Transcript transcript = new Transcript();
  private final Captures captures = new Captures();
  private final Moments cues = new Moments();
  private final Moments marks = new Moments();
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private volatile Duration timeout = Duration.ofSeconds(10);
  private volatile int chunk = Integer.MAX_VALUE;
  private volatile @Nullable SSLContext tls;
  private volatile Consumer<SSLParameters> tuning = unchanged -> {};

  Transcript transcript() {
    return transcript;
  }

  Captures captures() {
    return captures;
  }

  Moments cues() {
    return cues;
  }

  Moments marks() {
    return marks;
  }

  /** Completes, exceptionally, with the first failure. */
  CompletableFuture<Void> failure() {
    return failure;
  }

  void failed(AssertionError error) {
    failure.completeExceptionally(error);
  }

  Duration timeout() {
    return timeout;
  }

  void timeout(Duration limit) {
    timeout = limit;
  }

  int chunk() {
    return chunk;
  }

  void chunk(int size) {
    chunk = size;
  }

  @Nullable SSLContext tls() {
    return tls;
  }

  void tls(SSLContext context) {
    tls = context;
  }

  Consumer<SSLParameters> tuning() {
    return tuning;
  }

  void tuning(Consumer<SSLParameters> change) {
    tuning = change;
  }
}
