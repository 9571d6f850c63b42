package im.linnet.pubsub;

import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one service.
 *
 * @param client sends them
 * @param service the service, or null for the own account
 */
record Requests(XmppClient client, @Nullable Jid service) {

  <T> CompletableFuture<T> get(Supplier<Element> payload, Function<Iq, T> reader) {
    return ask(() -> Iq.get(service, payload.get()), reader);
  }

  <T> CompletableFuture<T> set(Supplier<Element> payload, Function<Iq, T> reader) {
    return ask(() -> Iq.set(service, payload.get()), reader);
  }

  CompletableFuture<Void> change(Supplier<Element> payload) {
    RequestChain<Void> done = new RequestChain<>();
    done.then(set(payload, answer -> answer), answer -> done.complete(null));
    return done;
  }

  private <T> CompletableFuture<T> ask(Supplier<Iq> request, Function<Iq, T> reader) {
    Iq question;
    try {
      question = request.get();
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(
          new RefusedException("Nothing was sent: " + unsendable.getMessage()));
    }
    return client.request(question, reader);
  }
}
