package im.linnet.groupchat1;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.groupchat1.GroupChatEvent.Left;
import im.linnet.groupchat1.Stay.In;
import im.linnet.groupchat1.Stay.Joining;
import im.linnet.groupchat1.Stay.Leaving;
import im.linnet.groupchat1.Stay.Over;
import im.linnet.jid.Jid;
import im.linnet.routing.Claim;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A room of a gateway, from {@link GroupChats#join} until the user is no longer in it. Then it is
 * over; {@link #rejoin()} gives another one.
 *
 * <p>What comes from the room goes to the subscribers of {@link GroupChats#onEvent} and to nobody
 * else. Safe for use by any thread; no method blocks. The futures of {@link #leave()} and {@link
 * #rejoin()} complete in order with the client's callbacks: a callback that waits for one of them
 * delays it until twice the {@linkplain GroupChatSettings#answerLimit limit} has passed.
 */
public final class GroupChat {

  private static final String MUC_USER = "http://jabber.org/protocol/muc#user";

  private final XmppClient client;
  private final GroupChats chats;
  private final GroupChatSettings settings;
  private final Subscribers<GroupChatEvent> subscribers;
  private final Jid own;
  private final RoomStanzas incoming;
  private volatile @Nullable BoundStream stream;
  private volatile Subscription claim = () -> {};

  /** Guarded by this object, as is the timer. */
  private Stay stay;

  private Subscription timer = () -> {};

  GroupChat(
      XmppClient client,
      GroupChats chats,
      GroupChatSettings settings,
      Subscribers<GroupChatEvent> subscribers,
      Jid own) {
    this.client = client;
    this.chats = chats;
    this.settings = settings;
    this.subscribers = subscribers;
    this.own = own;
    this.incoming = new RoomStanzas(this, client, settings.occupants(), subscribers);
    this.stay = new Over();
  }

  /** {@return the bare address of the room} */
  public Jid room() {
    return own.bare();
  }

  /** {@return the user's address in the room, {@code room@gateway/nick}} */
  public Jid own() {
    return own;
  }

  /** {@return the user's name in the room} */
  public String nick() {
    return String.valueOf(own.resource());
  }

  /** {@return whether the user is in the room} */
  public synchronized boolean isJoined() {
    return stay instanceof In;
  }

  /**
   * {@return who is in the room, the user included, in the order of their arrival; empty when it is
   * over}
   */
  public List<Occupant> occupants() {
    return incoming.occupants();
  }

  /** {@return the subject, or null if the room has set none; PyMSNt's rooms have none} */
  public @Nullable String subject() {
    return incoming.subject();
  }

  /**
   * Says something to all. The room passes it on to the user, too, as a {@link
   * RoomMessage.Kind#OWN} message.
   *
   * @param text the text
   * @return done when it is written. Fails with {@link RefusedException} if the user is not in the
   *     room or the text can't be sent, else as {@link XmppClient#send} does
   */
  public CompletableFuture<Void> say(String text) {
    return send(room(), message -> message.type(Message.Type.GROUPCHAT).body(text));
  }

  /**
   * Invites a contact of the gateway by a message to the contact (XEP-0249).
   *
   * @param contact a contact of the same gateway
   * @param reason why, or null
   * @return done when it is written. Fails with {@link RefusedException} if the user is not in the
   *     room, the contact is not at the gateway, or the reason can't be sent, else as {@link
   *     XmppClient#send} does
   */
  public CompletableFuture<Void> invite(Jid contact, @Nullable String reason) {
    return invite(
        contact, contact, message -> message.payload(new DirectInvitation(room(), reason)));
  }

  /**
   * Invites a contact of the gateway by a message to the room (XEP-0045, section 7.8.2). PyMSNt
   * understands both ways.
   *
   * @param contact a contact of the same gateway
   * @param reason why, or null
   * @return done when it is written, see {@link #invite}
   */
  public CompletableFuture<Void> inviteByRoom(Jid contact, @Nullable String reason) {
    return invite(contact, room(), message -> message.payload(mediated(contact, reason)));
  }

  private static Element mediated(Jid contact, @Nullable String reason) {
    return Element.builder("x", MUC_USER)
        .child(
            Element.builder("invite", MUC_USER)
                .attribute("to", contact.toString())
                .child(reason == null ? null : Element.of("reason", MUC_USER, reason))
                .build())
        .build();
  }

  private CompletableFuture<Void> invite(Jid contact, Jid to, Consumer<Message.Builder> content) {
    if (!contact.domain().equals(own.domain()) || contact.local() == null) {
      return CompletableFuture.failedFuture(
          new RefusedException(
              "%s can't be invited to %s: only contacts of this gateway can"
                  .formatted(contact, room())));
    }
    return send(to, content);
  }

  private CompletableFuture<Void> send(Jid to, Consumer<Message.Builder> content) {
    if (!isJoined()) {
      return CompletableFuture.failedFuture(
          new RefusedException("The user is not in " + room() + ": join it first"));
    }
    Message.Builder message = Message.builder(to);
    try {
      content.accept(message);
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(
          new RefusedException("The text can't be sent: " + unsendable.getMessage()));
    }
    return client.send(message.build());
  }

  /**
   * Leaves the room.
   *
   * @return done when the room has confirmed it, or after {@link GroupChatSettings#answerLimit}, or
   *     when the user is out of the room for another reason; at once if the user is not in the
   *     room. Fails as {@link XmppClient#send} does if the client refuses to send, in which case
   *     the user is still in the room
   */
  public CompletableFuture<Void> leave() {
    Leaving leaving;
    Stay before;
    synchronized (this) {
      before = stay;
      if (before instanceof Over) {
        return CompletableFuture.completedFuture(null);
      }
      leaving = before instanceof Leaving already ? already : startLeaving();
    }
    if (before instanceof Joining joining) {
      joining.entry().completeExceptionally(new RefusedException("Left before " + own + " was in"));
    }
    if (!(before instanceof Leaving)) {
      sendLeave(leaving);
    }
    return exit(leaving);
  }

  /** A future of its own for each caller, so that none can cancel those of others. */
  private static CompletableFuture<Void> exit(Leaving leaving) {
    CompletableFuture<Void> exit = new CompletableFuture<>();
    leaving
        .exit()
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                exit.complete(null);
              } else {
                exit.completeExceptionally(failure);
              }
            });
    return exit;
  }

  /**
   * Joins the room again, under the same name.
   *
   * @return the room, see {@link GroupChats#join}
   */
  public CompletableFuture<GroupChat> rejoin() {
    return chats.join(room(), nick());
  }

  /** Joins. Called once. */
  CompletableFuture<GroupChat> enter() {
    CompletableFuture<GroupChat> entry = new CompletableFuture<>();
    claim = client.claim(Claim.from(room()), incoming::take);
    synchronized (this) {
      move(new Joining(entry));
      timer = client.context().after(settings.answerLimit(), this::unanswered);
    }
    inTheLongRun(this::unanswered);
    entry.whenComplete(
        (chat, failure) -> {
          if (entry.isCancelled()) {
            cancelled();
          }
        });
    client
        .send(Presence.builder(Presence.Type.AVAILABLE).to(own).build())
        .whenComplete(
            (sent, failure) -> {
              if (failure == null) {
                stream = client.stream();
              } else {
                notSent(failure);
              }
            });
    return entry;
  }

  private synchronized void move(Stay next) {
    timer.close();
    timer = () -> {};
    stay = next;
  }

  synchronized boolean isOver() {
    return stay instanceof Over;
  }

  /** The exit that is under way, if any. */
  synchronized @Nullable CompletableFuture<Void> leaving() {
    return stay instanceof Leaving leaving ? exit(leaving) : null;
  }

  /** Whether the join was sent on another stream than this one. */
  @SuppressWarnings("ReferenceEquality") // two streams may have been negotiated to the same end
  boolean isOfEarlier(BoundStream now) {
    return stream != null && stream != now;
  }

  /** The stream of the join goes on as this one. */
  void resumed(BoundStream now) {
    stream = now;
  }

  private void notSent(Throwable failure) {
    Stay before;
    synchronized (this) {
      before = stay;
      if (!(before instanceof Joining)) {
        return;
      }
      move(new Over());
    }
    release();
    ((Joining) before).entry().completeExceptionally(failure);
  }

  private void unanswered() {
    withdraw(
        new TransportException(
            TransportException.Reason.NO_ANSWER,
            ("%s did not announce the user as %s within %s. Is the user signed on at the gateway,"
                    + " and available? The client gets no presence before it has sent its own")
                .formatted(room(), nick(), settings.answerLimit())));
  }

  /** Leaves, as the user may be in the room already. */
  private void withdraw(XmppException failure) {
    Joining joining;
    Leaving leaving;
    synchronized (this) {
      if (!(stay instanceof Joining now)) {
        return;
      }
      joining = now;
      leaving = startLeaving();
    }
    sendLeave(leaving);
    joining.entry().completeExceptionally(failure);
  }

  private void cancelled() {
    synchronized (this) {
      if (stay instanceof Over || stay instanceof Leaving) {
        return;
      }
    }
    var unused = leave();
  }

  private synchronized Leaving startLeaving() {
    Leaving leaving = new Leaving(new CompletableFuture<>(), stay instanceof In);
    move(leaving);
    timer = client.context().after(settings.answerLimit(), () -> over(Left.Why.LEFT, null, null));
    inTheLongRun(() -> leaving.exit().complete(null));
    return leaving;
  }

  /**
   * Ends a wait when a callback of the client has blocked the order of callbacks, and with it the
   * timer, for twice the limit: the callback may be waiting for this very future.
   */
  private void inTheLongRun(Runnable end) {
    CompletableFuture.delayedExecutor(
            settings.answerLimit().multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)
        .execute(end);
  }

  private void sendLeave(Leaving leaving) {
    client
        .send(Presence.builder(Presence.Type.UNAVAILABLE).to(own).build())
        .whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                inOrder(() -> notLeft(leaving, failure));
              }
            });
  }

  /** Without a connection the server has left the room; otherwise the user is still in it. */
  private void notLeft(Leaving leaving, Throwable failure) {
    if (failure instanceof TransportException || !leaving.entered()) {
      over(Left.Why.STREAM_ENDED, null, null);
      return;
    }
    synchronized (this) {
      if (!leaving.equals(stay)) {
        return;
      }
      move(new In());
    }
    leaving.exit().completeExceptionally(failure);
  }

  /**
   * The user is not in the room, or no longer.
   *
   * @param why the reason
   * @param error the error of the room, or null
   * @param failure what a join that is under way fails with; null if there is none
   */
  void over(Left.Why why, @Nullable StanzaError error, @Nullable XmppException failure) {
    Stay before;
    synchronized (this) {
      before = stay;
      if (before instanceof Over) {
        return;
      }
      move(new Over());
    }
    release();
    boolean entered =
        before instanceof In || (before instanceof Leaving leaving && leaving.entered());
    if (entered) {
      subscribers.tell(new Left(this, why, error));
    }
    if (before instanceof Joining joining) {
      joining.entry().completeExceptionally(failure == null ? unexpected(why) : failure);
    } else if (before instanceof Leaving leaving) {
      leaving.exit().complete(null);
    }
  }

  private XmppException unexpected(Left.Why why) {
    return new TransportException(
        TransportException.Reason.NOT_CONNECTED,
        "%s was not joined: %s. Join it on the next stream".formatted(room(), why));
  }

  private void release() {
    claim.close();
    incoming.clear();
    chats.over(this);
  }

  private void inOrder(Runnable task) {
    client.context().callbacks().execute(task);
  }

  synchronized Stay stay() {
    return stay;
  }

  /** The room has announced the user. */
  void entered() {
    CompletableFuture<GroupChat> entry;
    synchronized (this) {
      if (!(stay instanceof Joining joining)) {
        return;
      }
      entry = joining.entry();
      move(new In());
    }
    subscribers.tell(new GroupChatEvent.Entered(this));
    entry.complete(this);
  }

  /** {@return the user's address in the room, and whether the user is there} */
  @Override
  public String toString() {
    return own + " (" + stay().getClass().getSimpleName() + ")";
  }
}
