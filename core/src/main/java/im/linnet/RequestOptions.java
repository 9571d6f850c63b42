package im.linnet;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a request is asked, where the client's own settings don't fit. Immutable.
 *
 * <pre>{@code
 * RequestOptions patient = RequestOptions.standard().limit(Duration.ofMinutes(2)).inOrder();
 * }</pre>
 */
public final class RequestOptions {

  private static final RequestOptions STANDARD = new RequestOptions(null, 0, false);

  private final @Nullable Duration limit;
  private final int answerBytes;
  private final boolean inOrder;

  private RequestOptions(@Nullable Duration limit, int answerBytes, boolean inOrder) {
    this.limit = limit;
    this.answerBytes = answerBytes;
    this.inOrder = inOrder;
  }

  /** {@return what the client's builder says; the answer may overtake what came before it} */
  public static RequestOptions standard() {
    return STANDARD;
  }

  /**
   * Sets how long the answer may take, in place of {@link ClientBuilder#requestLimit}.
   *
   * @param most the limit
   * @return a copy with it
   * @throws IllegalArgumentException if it is not above zero
   */
  public RequestOptions limit(Duration most) {
    if (most.isNegative() || most.isZero()) {
      throw new IllegalArgumentException("limit: %s (expected: > 0)".formatted(most));
    }
    return new RequestOptions(most, answerBytes, inOrder);
  }

  /**
   * Sets how many bytes the answer may have on the wire, in place of {@link
   * ClientBuilder#answerBytes}; as many as any stanza it may always have. One that has more ends
   * the connection with a {@link im.linnet.failure.StreamException}.
   *
   * @param most how many bytes
   * @return a copy with it
   * @throws IllegalArgumentException if it is below 1
   */
  public RequestOptions answerBytes(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("answerBytes: %d (expected: >= 1)".formatted(most));
    }
    return new RequestOptions(limit, most, inOrder);
  }

  /**
   * Has the future end in its turn among the client's callbacks: after every stanza that came
   * before the answer has been delivered. Where a query's results come as messages ahead of its
   * answer, all are there when the future is done. Time spent waiting for subscribers counts; so a
   * callback that blocks for such an answer waits for nothing until the limit is over.
   *
   * @return a copy that does so
   */
  public RequestOptions inOrder() {
    return new RequestOptions(limit, answerBytes, true);
  }

  @Nullable Duration limit() {
    return limit;
  }

  int answerBytes() {
    return answerBytes;
  }

  boolean isInOrder() {
    return inOrder;
  }

  @Override
  public String toString() {
    return "RequestOptions[limit=%s, answerBytes=%s, inOrder=%s]"
        .formatted(
            limit == null ? "the client's" : limit,
            answerBytes == 0 ? "the client's" : Integer.toString(answerBytes),
            inOrder);
  }
}
