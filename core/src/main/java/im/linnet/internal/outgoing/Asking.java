package im.linnet.internal.outgoing;

import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a request is sent and how its answer is read.
 *
 * @param limit how long the answer may take
 * @param answerBytes how large the answer may be, in bytes, if that is more than the limit for
 *     stanzas
 * @param inOrder whether the answer is handed over after all stanzas that came before it
 * @param reader reads the answer
 * @param <T> the reader's result
 */
public record Asking<T>(
    Duration limit, int answerBytes, boolean inOrder, Function<? super Iq, ? extends T> reader) {

  /** Returns the answer unread; it may be as large as any stanza. */
  public static Asking<Iq> plain(Duration limit) {
    return new Asking<>(limit, 0, false, answer -> answer);
  }

  /**
   * Completes a future with what the reader returns, or with the failure. The answer to a request
   * that was cancelled meanwhile is not read.
   *
   * @param request the request
   * @param answer a result or an error
   * @param awaited the future
   */
  public void complete(Iq request, Iq answer, CompletableFuture<T> awaited) {
    if (awaited.isDone()) {
      return;
    }
    StanzaError error = answer.error();
    if (error != null) {
      awaited.completeExceptionally(new StanzaException(error, words(request), answer.element()));
      return;
    }
    T read;
    try {
      read = Objects.requireNonNull(reader.apply(answer), "nothing was read");
    } catch (Throwable unreadable) {
      awaited.completeExceptionally(
          new UnreadableAnswerException(
              words(request) + " was answered with what can't be read: " + message(unreadable),
              unreadable));
      return;
    }
    awaited.complete(read);
  }

  /** What a reader's failure says. A failure may fail to say it; the request ends all the same. */
  private static @Nullable String message(Throwable unreadable) {
    try {
      return unreadable.getMessage();
    } catch (Throwable silent) {
      return unreadable.getClass().getName();
    }
  }

  /** A short description of a request. */
  static String words(Iq request) {
    Element payload = request.payload();
    Jid to = request.to();
    return "iq %s <%s/> to %s"
        .formatted(
            request.type() == Iq.Type.GET ? "get" : "set",
            payload == null ? "" : payload.name(),
            to == null ? "the own account" : to);
  }
}
