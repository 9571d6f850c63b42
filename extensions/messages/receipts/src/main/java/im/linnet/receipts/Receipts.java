package im.linnet.receipts;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.forwarding.StanzaId;
import im.linnet.jid.Jid;
import im.linnet.pubsub.PubSub;
import im.linnet.receipts.ReceiptSettings.Syncing;
import im.linnet.receipts.StoredMessage.Kind;
import im.linnet.routing.Filter;
import im.linnet.stanza.Message;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the messages that the user sends, and confirms those that the user receives: delivery
 * receipts (XEP-0184), displayed markers (XEP-0333), and what the user's own devices have displayed
 * (XEP-0490).
 *
 * <pre>{@code
 * Receipts receipts = client.get(Receipts.class);
 * TrackedMessage sent = receipts.send(Message.chat(Jid.of("romeo@example.com"), "Hello"));
 * sent.reached(DeliveryState.RECEIVED)
 *     .orTimeout(1, TimeUnit.MINUTES)
 *     .thenAccept(message -> System.out.println("received"));
 * }</pre>
 *
 * <p>A receipt or marker is believed only from the address that the message was sent to: any of its
 * resources, but for an occupant of a room only the same one. A marker holds for earlier messages
 * of the chat, too. The newest {@link ReceiptSettings#size()} messages are tracked; they survive
 * new streams, and restarts if there is a {@link ReceiptSettings#store()}.
 *
 * <p>By default nothing is answered, as receipts and markers show that the user is there: see
 * {@link ReceiptSettings.Builder#receiptsTo} and {@link ReceiptSettings.Builder#markersTo}.
 *
 * <p>Safe for use by any thread; no method blocks. Events come in order with the client's
 * callbacks.
 */
public final class Receipts implements Extension {

  private final XmppClient client;
  private final MessageLedger ledger;
  private final ReceiptFilter filter;
  private final Subscribers<RoomMarker> roomMarkers = new Subscribers<>(Receipts.class);
  private final Announced announced;
  private final @Nullable OwnDisplays displays;
  private final DisplayedMarkers markers;
  private final CompletableFuture<Void> restored;

  /**
   * Tracks the messages given to {@link #send} and answers nobody. Add it to the client's builder
   * with {@code .with(Receipts::new)}.
   *
   * @param client the client
   */
  public Receipts(XmppClient client) {
    this(client, ReceiptSettings.standard());
  }

  /**
   * Tracks and answers as the user has chosen.
   *
   * @param client the client
   * @param settings the user's choice
   * @throws IllegalArgumentException if the settings have {@link Syncing#ON} and the client was
   *     built without {@link PubSub}
   */
  public Receipts(XmppClient client, ReceiptSettings settings) {
    this.client = client;
    StoreWriter store = new StoreWriter(settings.store(), settings.size());
    ledger = new MessageLedger(settings.size(), client.context().callbacks(), store);
    filter = new ReceiptFilter(settings, ledger, client::address, roomMarkers);
    announced = new Announced(client, StanzaId.NAMESPACE, OwnDisplays.PUBLISH_OPTIONS);
    displays =
        settings.syncing() == Syncing.ON
            ? new OwnDisplays(client, client.get(PubSub.class), announced)
            : null;
    markers = new DisplayedMarkers(client, settings.markersTo(), announced, displays);
    client.onMessage(new ReceiptAnswers(client, settings.receiptsTo())::heard);
    client.onState(
        state -> {
          if (state instanceof ConnectionState.Closed) {
            ledger.close();
          }
        });
    restored = store.read().thenAccept(ledger::restore);
  }

  @Override
  public List<Filter> filters() {
    return List.of(filter);
  }

  @Override
  public Set<String> features() {
    return Set.of(ReceiptRequest.NAMESPACE, Markable.NAMESPACE);
  }

  @Override
  public void bound(BoundStream stream) {
    announced.clear();
    if (displays != null) {
      displays.bound();
    }
  }

  /**
   * Sends a message, with {@linkplain ReceiptSettings#requests() requests} for a receipt and for a
   * marker, and follows it. Without an id it gets one. A message that failed can be sent again with
   * the same id, and is followed on.
   *
   * <p>The state is {@link DeliveryState#ACKNOWLEDGED} when the server has acknowledged it, {@link
   * DeliveryState#SENT} if the stream is not {@linkplain BoundStream#managed() managed}. A message
   * to a room is asked a marker for, and followed no further: see {@link #onRoomMarker}.
   *
   * @param message the message, of any type but error
   * @return follows the message. If it could not be sent, its state is {@link
   *     DeliveryState#FAILED}, and {@link TrackedMessage#failure()} is as for {@link
   *     XmppClient#deliver}; {@link RefusedException} if the id is longer than 1,024 characters
   * @throws IllegalArgumentException if it has no recipient, or is of type error
   */
  public TrackedMessage send(Message message) {
    Jid to = message.to();
    if (to == null || message.type() == Message.Type.ERROR) {
      throw new IllegalArgumentException(
          "message: %s (expected: a recipient, and not of type error)".formatted(message));
    }
    String id = message.id() == null ? UUID.randomUUID().toString() : message.id();
    Kind kind = message.type() == Message.Type.GROUPCHAT ? Kind.ROOM : Kind.ONE_TO_ONE;
    MessageKey key = new MessageKey(MessageKey.chat(message, to), id);
    if (!MarkedId.isUsable(id)) {
      return new TrackedMessage(
          key,
          kind,
          DeliveryState.FAILED,
          new RefusedException("The message was not sent: its id is empty or too long to track"));
    }
    TrackedMessage tracked = ledger.sending(key, kind);
    deliver(filter.asking(message.toBuilder().id(id).build()), tracked);
    return tracked;
  }

  private void deliver(Message message, TrackedMessage tracked) {
    boolean managed = isManaged();
    client
        .deliver(message)
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                ledger.reached(
                    tracked,
                    managed && isManaged() ? DeliveryState.ACKNOWLEDGED : DeliveryState.SENT);
              } else {
                ledger.failed(tracked, typed(failure));
              }
            });
  }

  /** Whether success means an acknowledgement. */
  private boolean isManaged() {
    BoundStream stream = client.stream();
    return stream != null && stream.managed();
  }

  private static XmppException typed(Throwable failure) {
    return failure instanceof XmppException known
        ? known
        : new TransportException(Reason.UNCERTAIN, "The message may not have been sent", failure);
  }

  /**
   * Finds a tracked message.
   *
   * @param chat where it was sent: the bare address of a contact or room; for a private message in
   *     a room the full address
   * @param id its id
   * @return the message, or null if it is not tracked
   */
  public @Nullable TrackedMessage message(Jid chat, String id) {
    TrackedMessage exact = ledger.get(new MessageKey(chat, id));
    return exact == null ? ledger.get(new MessageKey(chat.bare(), id)) : exact;
  }

  /** {@return the tracked messages, oldest first} */
  public List<TrackedMessage> messages() {
    return ledger.all();
  }

  /**
   * {@return completes when the {@linkplain ReceiptSettings#store() store} was read and the
   * messages in it are tracked; never fails. Receipts that come before are not lost}
   */
  public CompletableFuture<Void> restored() {
    return restored.copy();
  }

  /**
   * {@return how many receipts, markers and bounced messages were ignored, as no tracked message
   * with their id was sent to their sender}
   */
  public long unmatched() {
    return ledger.unmatched();
  }

  /**
   * Subscribes to what becomes of tracked messages.
   *
   * @param subscriber is called with each event
   * @return ends the subscription
   */
  public Subscription onChange(Consumer<? super DeliveryEvent> subscriber) {
    return ledger.subscribers().add(subscriber);
  }

  /**
   * Subscribes to markers of the occupants of rooms (XEP-0333, section 4.3), including those in the
   * history of a room.
   *
   * @param subscriber is called with each
   * @return ends the subscription
   */
  public Subscription onRoomMarker(Consumer<? super RoomMarker> subscriber) {
    return roomMarkers.add(subscriber);
  }

  /**
   * Says that the user has seen a message, and thereby all before it in the same chat: call it for
   * the newest one only. A marker is sent if the message asks for one and {@link
   * ReceiptSettings#markersTo()} allows it, once. In a room, it names the message by the room's id
   * if the room announces that it gives ids; messages of the user's own that the room sends back
   * need no marker.
   *
   * <p>With {@link Syncing#ON} it is also published for the user's other devices, if the server or
   * the room gave the message an id, whether there is a marker or not. This happens after the
   * marker is sent, in a node that only the user can read.
   *
   * @param message the message, as received
   * @return whether a marker was sent. Fails as {@link XmppClient#send} and {@link
   *     XmppClient#request(im.linnet.stanza.Iq)} do; with {@link RefusedException} if the server
   *     can't keep private what is published. Cancelling it leaves out what was not sent yet
   */
  public CompletableFuture<Boolean> displayed(Message message) {
    return markers.displayed(message);
  }

  /**
   * Subscribes to what the user's other devices have displayed, with {@link Syncing#ON}: on each
   * new stream what has changed meanwhile, then each change. Believed only from the own account.
   *
   * @param subscriber is called with each change
   * @return ends the subscription
   */
  public Subscription onDisplayedElsewhere(Consumer<? super DisplayedElsewhere> subscriber) {
    return displays == null ? () -> {} : displays.subscribers().add(subscriber);
  }
}
