package im.linnet.samples;

import im.linnet.RequestOptions;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Subscription;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.jid.Jid;
import im.linnet.rooms.JoinOptions;
import im.linnet.rooms.Room;
import im.linnet.rooms.Rooms;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends texts to one person or to one room. */
final class Notifier {

  private final XmppClient client;
  private final Jid to;
  private final @Nullable String nick;

  private Notifier(XmppClient client, Jid to, @Nullable String nick) {
    this.client = client;
    this.to = to;
    this.nick = nick;
  }

  static Notifier toPerson(XmppClient client, Jid person) {
    return new Notifier(client, person, null);
  }

  /** The client needs {@link Rooms}. */
  static Notifier toRoom(XmppClient client, Jid room, String nick) {
    return new Notifier(client, room, nick);
  }

  /**
   * Sends a text; not before the one before is done.
   *
   * @return done when the server has acknowledged it or, in a room, when the room has passed it on
   */
  CompletableFuture<Void> send(String text) {
    return nick == null ? toPerson(PlainText.of(text)) : toRoom(nick, PlainText.of(text));
  }

  private CompletableFuture<Void> toPerson(String text) {
    String id = UUID.randomUUID().toString();
    Message message = Message.builder(to).type(Message.Type.CHAT).id(id).body(text).build();
    CompletableFuture<StanzaError> returned = new CompletableFuture<>();
    Subscription errors =
        client.onMessage(
            received -> {
              StanzaError error = received.error();
              if (error != null && id.equals(received.id())) {
                returned.complete(error);
              }
            });
    return client
        .deliver(message)
        .thenCompose(acknowledged -> answered())
        .thenAccept(
            answered -> {
              if (returned.isDone()) {
                throw new StanzaException(returned.join(), "The message to " + to);
              }
            })
        .whenComplete((done, failure) -> errors.close());
  }

  /**
   * Waits for an answer of the server, whatever it is. A server does one thing after the other, so
   * what it returns by itself, as for somebody it does not know, comes before.
   */
  private CompletionStage<Void> answered() {
    Iq ping = Iq.get(client.account().domainJid(), Element.of("ping", "urn:xmpp:ping"));
    return client
        .request(ping, RequestOptions.standard().inOrder())
        .handle(
            (answer, failure) -> {
              if (failure instanceof TransportException lost && !acknowledges(client.stream())) {
                throw new TransportException(
                    TransportException.Reason.UNCERTAIN, "No answer after the message", lost);
              }
              return null;
            });
  }

  private static boolean acknowledges(@Nullable BoundStream stream) {
    return stream != null && stream.managed();
  }

  private CompletableFuture<Void> toRoom(String as, String text) {
    Rooms rooms = client.get(Rooms.class);
    Room joined = rooms.get(to);
    CompletableFuture<Room> room =
        joined != null && joined.isJoined()
            ? CompletableFuture.completedFuture(joined)
            : rooms.join(to, as, JoinOptions.standard().noHistory());
    return room.thenCompose(in -> in.send(text)).thenAccept(passedOn -> {});
  }
}
