package im.linnet.upload;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** A body that nobody wants. A long one is not read to the end, at the price of the connection. */
final class IgnoredBody<T> implements BodySubscriber<@Nullable T> {

  private static final int MAX = 64 * 1024;

  private final CompletableFuture<@Nullable T> body = new CompletableFuture<>();
  private @Nullable Subscription subscription;
  private long read;

  @Override
  public CompletionStage<@Nullable T> getBody() {
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
    for (ByteBuffer part : parts) {
      read += part.remaining();
    }
    if (open != null && read <= MAX) {
      open.request(1);
    } else if (open != null) {
      open.cancel();
      body.complete(null);
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.complete(null);
  }

  @Override
  public void onComplete() {
    body.complete(null);
  }
}
