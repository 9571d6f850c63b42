package im.linnet.upload;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientContext;
import im.linnet.connection.Subscription;
import im.linnet.xml.Element;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A download that begins and then stands still, with a timer that the test runs itself. */
@Timeout(120)
class StalledDownloadTest {

  @TempDir private Path folder;
  private final BlockingQueue<Runnable> timers = new LinkedBlockingQueue<>();

  /** What uploads use of a client. */
  private final class HandTimed implements ClientContext {

    @Override
    public CompletableFuture<Void> sendNonza(Element nonza) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Subscription onNonza(String name, String namespace, Consumer<Element> taker) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Executor callbacks() {
      return Runnable::run;
    }

    @Override
    public Subscription after(Duration delay, Runnable task) {
      timers.add(task);
      return () -> {};
    }

    @Override
    public void acknowledgeAtOnce(boolean always) {
      throw new UnsupportedOperationException();
    }
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A dependent that was added last is called first, and finds nothing left. */
  @Test
  void leaves_nothing_when_its_failure_is_known() throws Exception {
    UploadSettings settings =
        UploadSettings.standard().http(new UnendingHttp()).allowHost("localhost");
    CompletableFuture<List<Path>> found =
        new Web(new HandTimed(), settings)
            .get(
                Download.of(URI.create("https://localhost/file"), 9),
                new FileSink(folder.resolve("a")))
            .handle(
                (path, failure) -> {
                  assertThat(failure).isNotNull();
                  return files();
                });
    assertThat(files()).hasSize(1);
    timers.remove().run();
    assertThat(found.get(20, TimeUnit.SECONDS)).isEmpty();
  }
}
