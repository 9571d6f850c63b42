package im.linnet.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a download wrote is removed before its failure is known. */
class CheckedBodyTest {

  /** A sink that notes whether the failure was known when it was aborted. */
  private static final class WatchedSink implements Sink<String> {

    private final List<Boolean> known = new ArrayList<>();
    private CompletableFuture<String> result = new CompletableFuture<>();

    @Override
    public void write(ByteBuffer part) {
      part.position(part.limit());
    }

    @Override
    public String finish() {
      return "finished";
    }

    @Override
    public void abort(Throwable failure) {
      known.add(result.isDone());
    }
  }

  /** A connection that is asked for nothing. */
  private static final class NoConnection implements Subscription {

    @Override
    public void request(long count) {
      // All comes unasked.
    }

    @Override
    public void cancel() {
      // Nothing is open.
    }
  }

  static List<Arguments> failures() {
    return List.of(
        failure("too large", body -> body.onNext(List.of(ByteBuffer.allocate(6)))),
        failure("cut off", body -> body.onError(new IOException("reset"))),
        failure(
            "too short",
            body -> {
              body.onNext(List.of(ByteBuffer.allocate(2)));
              body.onComplete();
            }));
  }

  private static Arguments failure(String name, Consumer<CheckedBody<String>> signals) {
    return Arguments.of(name, signals);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void what_was_written_is_gone_before_the_failure_is_known(
      String name, Consumer<CheckedBody<String>> signals) {
    WatchedSink sink = new WatchedSink();
    Download download =
        Download.of(URI.create("https://localhost/"), 5)
            .expecting(FileMetadata.builder().size(3).build());
    CheckedBody<String> body =
        new CheckedBody<>(sink, new Meter(Runnable::run, progress -> {}), download);
    sink.result = body.getBody().toCompletableFuture();
    body.onSubscribe(new NoConnection());
    signals.accept(body);
    assertThat(sink.result).as(name).isCompletedExceptionally();
    assertThat(sink.known).containsExactly(false);
  }
}
