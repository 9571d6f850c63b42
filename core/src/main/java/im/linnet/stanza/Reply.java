package im.linnet.stanza;

import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What an {@link IqHandler} answers: a result or an error (RFC 6120, section 8.2.3). */
public final class Reply {

  private static final Reply EMPTY = new Reply(null, null);

  private final @Nullable Element payload;
  private final @Nullable StanzaError error;

  private Reply(@Nullable Element payload, @Nullable StanzaError error) {
    this.payload = payload;
    this.error = error;
  }

  /** {@return a result that says no more than that it was done} */
  public static Reply result() {
    return EMPTY;
  }

  /**
   * A result.
   *
   * @param payload what it carries
   * @return the reply
   */
  public static Reply result(Element payload) {
    return new Reply(Objects.requireNonNull(payload, "payload"), null);
  }

  /**
   * A result.
   *
   * @param payload what it carries
   * @return the reply
   */
  public static Reply result(Payload payload) {
    return result(payload.toElement());
  }

  /**
   * An error.
   *
   * @param error the error
   * @return the reply
   */
  public static Reply error(StanzaError error) {
    return new Reply(null, Objects.requireNonNull(error, "error"));
  }

  /**
   * An error.
   *
   * @param condition what went wrong
   * @return the reply
   */
  public static Reply error(Condition condition) {
    return error(StanzaError.of(condition));
  }

  /** {@return this, for a handler that knows the answer at once} */
  public CompletionStage<Reply> now() {
    return CompletableFuture.completedFuture(this);
  }

  /**
   * The IQ that says this.
   *
   * @param request what is answered
   * @return an answer to it
   */
  public Iq to(Iq request) {
    return error == null ? request.result(payload) : request.error(error);
  }

  @Override
  public String toString() {
    return error == null ? "Reply[result]" : "Reply[error %s]".formatted(error.conditionName());
  }
}
