package im.linnet;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a single request that override those of the client. Immutable.
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

  /** {@return the client's settings; the answer may overtake stanzas received before it} */
  public static RequestOptions standard() {
    return STANDARD;
  }

  /**
   * Sets how long the answer may take, instead of {@link ClientBuilder#requestLimit}.
   *
   * @param most the limit
   * @return a copy with it
   * @throws IllegalArgumentException if it is not positive
   */
  public RequestOptions limit(Duration most) {
    if (most.isNegative() || most.isZero()) {
      throw new IllegalArgumentException("limit: %s (expected: > 0)".formatted(most));
    }
    return new RequestOptions(most, answerBytes, inOrder);
  }

  /**
   * Sets the largest answer in bytes on the wire, instead of {@link ClientBuilder#answerBytes}. An
   * answer may always be as large as any other stanza. A larger one ends the connection with a
   * {@link im.linnet.failure.StreamException}.
   *
   * @param most the limit in bytes
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
   * Completes the future in order with the client's callbacks: after every stanza received before
   * the answer has been delivered. For queries whose results arrive as messages before the answer.
   * The time spent waiting for subscribers counts towards the limit, so a callback that blocks on
   * such an answer only runs into the time limit.
   *
   * @return a copy with it
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
