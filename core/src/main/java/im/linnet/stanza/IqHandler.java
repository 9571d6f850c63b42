package im.linnet.stanza;

import im.linnet.xml.Element;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Answers the requests of one kind that others send to the client. */
@FunctionalInterface
public interface IqHandler {

  /**
   * Answers a request. Called in order with the client's other callbacks, never on an event loop.
   *
   * @param request the request, with exactly one payload
   * @return what the result carries, or null for an empty result; a failure is answered with an
   *     error: that of a {@link im.linnet.failure.StanzaException}, {@code internal-server-error}
   *     for any other
   */
  CompletionStage<@Nullable Element> handle(Iq request);
}
