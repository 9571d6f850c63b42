package im.linnet.stanza;

import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The reply of an {@link IqHandler}: a result or an error (RFC 6120, section 8.2.3). */
public final class Reply {

  private static final Reply EMPTY = new Reply(null, null);

  private final @Nullable Element payload;
  private final @Nullable StanzaError error;

  private Reply(@Nullable Element payload, @Nullable StanzaError error) {
    this.payload = payload;
    this.error = error;
  }

  /** {@return an empty result} */
  public static Reply result() {
    return EMPTY;
  }

  /**
   * Creates a result.
   *
   * @param payload the payload
   * @return the reply
   */
  public static Reply result(Element payload) {
    return new Reply(Objects.requireNonNull(payload, "payload"), null);
  }

  /**
   * Creates a result.
   *
   * @param payload the payload
   * @return the reply
   */
  public static Reply result(Payload payload) {
    return result(payload.toElement());
  }

  /**
   * Creates an error.
   *
   * @param error the error
   * @return the reply
   */
  public static Reply error(StanzaError error) {
    return new Reply(null, Objects.requireNonNull(error, "error"));
  }

  /**
   * Creates an error.
   *
   * @param condition what went wrong
   * @return the reply
   */
  public static Reply error(Condition condition) {
    return error(StanzaError.of(condition));
  }

  /** {@return a completed stage with this reply} */
  public CompletionStage<Reply> now() {
    return CompletableFuture.completedFuture(this);
  }

  /**
   * Creates the IQ for this reply.
   *
   * @param request the request
   * @return the answer
   */
  public Iq to(Iq request) {
    return error == null ? request.result(payload) : request.error(error);
  }

  @Override
  public String toString() {
    return error == null ? "Reply[result]" : "Reply[error %s]".formatted(error.conditionName());
  }
}
