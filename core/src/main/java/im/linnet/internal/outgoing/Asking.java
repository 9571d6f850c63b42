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

/**
 * How a request is asked, and what is made of its answer.
 *
 * @param limit how long the answer may take
 * @param answerBytes how many bytes it may have, if that is more than any stanza may
 * @param inOrder whether it is handed over behind all that came before it
 * @param reader reads it
 * @param <T> what is read
 */
public record Asking<T>(
    Duration limit, int answerBytes, boolean inOrder, Function<? super Iq, ? extends T> reader) {

  /** The answer as it is, which may be as large as any stanza. */
  public static Asking<Iq> plain(Duration limit) {
    return new Asking<>(limit, 0, false, answer -> answer);
  }

  /**
   * Ends what awaits an answer: with what is read, or with why it can't be.
   *
   * @param request what was asked
   * @param answer a result or an error
   * @param awaited what awaits it
   */
  public void complete(Iq request, Iq answer, CompletableFuture<T> awaited) {
    StanzaError error = answer.error();
    if (error != null) {
      awaited.completeExceptionally(new StanzaException(error, words(request)));
      return;
    }
    T read;
    try {
      read = Objects.requireNonNull(reader.apply(answer), "nothing was read");
    } catch (Throwable unreadable) {
      awaited.completeExceptionally(
          new UnreadableAnswerException(
              words(request) + " was answered with what can't be read: " + unreadable.getMessage(),
              unreadable));
      return;
    }
    awaited.complete(read);
  }

  /** A request in a few words. */
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
