package im.linnet.upload;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The body of a download, which goes to a sink and is checked on the way: its size while it is
 * read, whatever its header says, its hashes at the end. The connection is closed if it is too
 * large.
 */
final class CheckedBody<T> implements BodySubscriber<T> {

  /** A hash and its computation. */
  private record Check(FileHash hash, MessageDigest digest) {}

  private final Sink<T> sink;
  private final Meter meter;
  private final long max;
  private final @Nullable Long size;
  private final List<Check> checks = new ArrayList<>();
  private final CompletableFuture<T> body = new CompletableFuture<>();
  private @Nullable Subscription subscription;

  CheckedBody(Sink<T> sink, Meter meter, Download download) {
    this.sink = sink;
    this.meter = meter;
    this.max = download.maxBytes();
    FileMetadata expected = download.expected();
    this.size = expected == null ? null : expected.size();
    if (expected != null) {
      for (FileHash hash : expected.hashes()) {
        MessageDigest digest = hash.checking();
        if (digest != null) {
          checks.add(new Check(hash, digest));
        }
      }
    }
  }

  @Override
  public CompletionStage<T> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription offered) {
    subscription = offered;
    offered.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    Subscription open = subscription;
    if (open == null || body.isDone()) {
      return;
    }
    try {
      for (ByteBuffer part : parts) {
        take(part);
      }
      open.request(1);
    } catch (IOException | RuntimeException failure) {
      open.cancel();
      fail(failure);
    }
  }

  private void take(ByteBuffer part) throws IOException {
    meter.add(part.remaining());
    if (meter.done() > max) {
      throw new WebException(
          TransferProblem.tooLarge(max), "The file has more than %d bytes".formatted(max));
    }
    if (size != null && meter.done() > size) {
      throw wrong("The file has more bytes than its metadata says");
    }
    for (Check check : checks) {
      check.digest().update(part.duplicate());
    }
    sink.write(part);
  }

  private static WebException wrong(String message) {
    return new WebException(TransferProblem.wrongContent(), message);
  }

  private void fail(Throwable failure) {
    // Before the failure is known: nobody who handles it finds a part of the file.
    sink.abort(failure);
    body.completeExceptionally(failure);
  }

  @Override
  public void onError(Throwable failure) {
    fail(failure);
  }

  @Override
  public void onComplete() {
    if (body.isDone()) {
      return;
    }
    try {
      if (size != null && meter.done() != size) {
        throw wrong("The file has fewer bytes than its metadata says");
      }
      for (Check check : checks) {
        if (!check.hash().matches(check.digest().digest())) {
          throw wrong("The %s hash of the file is wrong".formatted(check.hash().algorithm()));
        }
      }
      body.complete(sink.finish());
    } catch (IOException | RuntimeException failure) {
      fail(failure);
    }
  }
}
