package im.linnet.upload;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The body of an upload, which is counted and hashed while it is sent. */
final class MeteredBody implements BodyPublisher {

  private final BodyPublisher content;
  private final Meter meter;
  private volatile @Nullable FileHash hash;

  MeteredBody(BodyPublisher content, Meter meter) {
    this.content = content;
    this.meter = meter;
    meter.total(content.contentLength());
  }

  @Override
  public long contentLength() {
    return content.contentLength();
  }

  /** The hash of what was sent, or null if it was not sent to the end. */
  @Nullable FileHash hash() {
    return hash;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    content.subscribe(new Counting(subscriber));
  }

  /** One pass over the content; the signals come one after another. */
  private final class Counting implements Flow.Subscriber<ByteBuffer> {

    private final Flow.Subscriber<? super ByteBuffer> next;
    private final MessageDigest digest = FileHash.digest();

    Counting(Flow.Subscriber<? super ByteBuffer> next) {
      this.next = next;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      next.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer part) {
      digest.update(part.duplicate());
      meter.add(part.remaining());
      next.onNext(part);
    }

    @Override
    public void onError(Throwable failure) {
      next.onError(failure);
    }

    @Override
    public void onComplete() {
      hash = FileHash.of(digest);
      next.onComplete();
    }
  }
}
