package im.linnet.rooms;

import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Sends requests to a room whose answer has no content.
 *
 * @param client sends them
 * @param room the room
 */
record RoomRequests(XmppClient client, Jid room) {

  /**
   * Sends a request.
   *
   * @param payload makes the payload; a text that XML can't contain fails the future
   */
  CompletableFuture<Void> set(Supplier<Element> payload) {
    Iq request;
    try {
      request = Iq.set(room, payload.get());
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(unsendable(unsendable));
    }
    RequestChain<Void> done = new RequestChain<>();
    done.then(client.request(request), answer -> done.complete(null));
    return done;
  }

  static RefusedException unsendable(IllegalArgumentException reason) {
    return new RefusedException("The text can't be sent: " + reason.getMessage());
  }
}
