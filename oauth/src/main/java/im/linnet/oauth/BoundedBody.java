package im.linnet.oauth;

import im.linnet.failure.AuthenticationException;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** A response body up to a maximum size. The connection is closed if it is exceeded. */
final class BoundedBody implements BodySubscriber<byte[]> {

  private final int max;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private @Nullable Subscription subscription;

  BoundedBody(int max) {
    this.max = max;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription offered) {
    subscription = offered;
    offered.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> items) {
    Subscription open = subscription;
    if (open == null || body.isDone()) {
      return;
    }
    for (ByteBuffer item : items) {
      if (item.remaining() > max - bytes.size()) {
        body.completeExceptionally(tooLong());
        open.cancel();
        return;
      }
      byte[] part = new byte[item.remaining()];
      item.get(part);
      bytes.writeBytes(part);
    }
    open.request(1);
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(bytes.toByteArray());
  }

  private AuthenticationException tooLong() {
    return new AuthenticationException(
        AuthenticationException.Reason.CREDENTIALS,
        null,
        "The token endpoint's answer has more than %d bytes: is its address right?".formatted(max),
        null);
  }
}
