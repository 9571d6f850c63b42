package im.linnet.rooms;

import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.rooms.RoomEvent.Entered;
import im.linnet.rooms.RoomEvent.Left;
import im.linnet.rooms.RoomEvent.NotRejoined;
import im.linnet.rooms.Stay.Asking;
import im.linnet.rooms.Stay.Entering;
import im.linnet.rooms.Stay.In;
import im.linnet.rooms.Stay.Interrupted;
import im.linnet.rooms.Stay.Joining;
import im.linnet.rooms.Stay.Leaving;
import im.linnet.rooms.Stay.Over;
import im.linnet.routing.Claim;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Moves the user's stay in a room on: joins, joins again, leaves. What the room sends is passed to
 * it in order with the client's callbacks; the user's requests come on any thread.
 */
final class RoomVisit {

  private final Room room;
  private final Rooms rooms;
  private final XmppClient client;
  private final JoinOptions options;
  private volatile @Nullable BoundStream stream;
  private volatile Subscription claim = () -> {};

  /** Guarded by this object, as are the other fields below. */
  private Stay stay = new Over();

  private int stays;
  private int retries;
  private Subscription retryTimer = () -> {};

  RoomVisit(Room room, Rooms rooms, XmppClient client, JoinOptions options) {
    this.room = room;
    this.rooms = rooms;
    this.client = client;
    this.options = options;
  }

  synchronized Stay stay() {
    return stay;
  }

  /** The present stay; null if the user is not in the room. */
  synchronized @Nullable In current() {
    return stay instanceof In in ? in : null;
  }

  /** Whether the user has come in, so that what happens is reported. */
  synchronized boolean isReported() {
    return stay instanceof In || (stay instanceof Leaving leaving && leaving.in() != null);
  }

  /** Whether what comes from the room is of interest. */
  synchronized boolean listens() {
    return stay instanceof Joining || stay instanceof In || stay instanceof Leaving;
  }

  /** Joins. Called once. */
  CompletableFuture<Room> enter() {
    claim = client.claim(Claim.from(room.jid()), room::take);
    return begin(false);
  }

  /**
   * Asks for the features first: without them, nothing that an occupant could forge may be
   * believed. A room that does not answer this with a result is joined without.
   */
  private RequestChain<Room> begin(boolean again) {
    RequestChain<Room> entry = new RequestChain<>();
    synchronized (this) {
      stay = new Asking(entry, again);
    }
    room.forgetFeatures();
    entry.whenComplete(
        (entered, failure) -> {
          if (entry.isCancelled()) {
            var unused = leave();
          }
        });
    entry.then(
        room.learnFeatures(),
        known -> join(entry, again),
        failure -> {
          if (failure instanceof StanzaException || failure instanceof UnreadableAnswerException) {
            join(entry, again);
          } else {
            failed(entry, failure);
          }
        });
    return entry;
  }

  private void join(RequestChain<Room> entry, boolean again) {
    String id = UUID.randomUUID().toString();
    synchronized (this) {
      if (!(stay instanceof Asking asking) || asking.entry() != entry) {
        return;
      }
      stay = new Joining(entry, again, id);
    }
    stream = client.stream();
    Runnable unanswered = () -> unanswered(entry);
    Deadline.set(entry, client.context(), rooms.settings().answerLimit(), unanswered, unanswered);
    Element x = again ? options.element(room.missed()) : options.element();
    client
        .send(room.presence(room.own(), id).payload(x).build())
        .whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                failed(entry, failure);
              }
            });
  }

  /** The user may be in the room nevertheless, so it is left. */
  private void unanswered(RequestChain<Room> entry) {
    if (isEntering(entry)) {
      sendUnavailable();
      failed(
          entry,
          new TransportException(
              TransportException.Reason.NO_ANSWER,
              "%s did not answer the join within %s"
                  .formatted(room.own(), rooms.settings().answerLimit())));
    }
  }

  private synchronized boolean isEntering(RequestChain<Room> entry) {
    return stay instanceof Entering entering && entering.entry() == entry;
  }

  /** The room has removed the user instead of letting it in. */
  void removedWhileJoining(Departure departure) {
    if (stay() instanceof Entering entering) {
      boolean destroyed = departure.why() == Departure.Why.DESTROYED;
      StanzaError error =
          StanzaError.of(
              destroyed ? StanzaError.Condition.GONE : StanzaError.Condition.NOT_ALLOWED,
              departure.reason());
      failed(entering.entry(), new StanzaException(error, "The join of " + room.own()));
    }
  }

  /** A join has failed: the first one for good, a later one perhaps for a while. */
  void failed(RequestChain<Room> entry, Throwable failure) {
    boolean again;
    boolean temporary;
    synchronized (this) {
      if (!(stay instanceof Entering entering) || entering.entry() != entry) {
        return;
      }
      again = entering.again();
      temporary = again && isTemporary(failure);
      stay = temporary ? new Interrupted() : new Over();
    }
    if (temporary) {
      room.emptied(RoomVisit::interrupted);
      retryLater();
    } else {
      release();
      if (again && failure instanceof XmppException known) {
        inOrder(() -> room.tell(new NotRejoined(room, known)));
      }
    }
    entry.completeExceptionally(failure);
  }

  private static boolean isTemporary(Throwable failure) {
    if (failure instanceof StanzaException answer) {
      return answer.error().type() == StanzaError.Type.WAIT
          || switch (answer.error().condition()) {
            case INTERNAL_SERVER_ERROR,
                RECIPIENT_UNAVAILABLE,
                REMOTE_SERVER_NOT_FOUND,
                REMOTE_SERVER_TIMEOUT,
                SERVICE_UNAVAILABLE ->
                true;
            default -> false;
          };
    }
    return failure instanceof XmppException known && known.retryable();
  }

  /** The room has announced the user. */
  void entered(String nick, boolean created) {
    Entering entering;
    synchronized (this) {
      if (!(stay instanceof Joining joining)) {
        return;
      }
      entering = joining;
      stay = new In(++stays);
    }
    room.nick(nick);
    room.entered(entering.again());
    room.tell(new Entered(room, created, entering.again()));
    if (created) {
      unlock(entering.entry());
    } else {
      entering.entry().complete(room);
    }
  }

  /** A new room is locked until it is configured, and had no features before. */
  private void unlock(RequestChain<Room> entry) {
    if (!options.isInstant()) {
      learnAndComplete(entry);
      return;
    }
    entry.then(
        room.admin().configureInstantly(),
        accepted -> learnAndComplete(entry),
        failure -> {
          var unused = leave();
          entry.completeExceptionally(failure);
        });
  }

  private void learnAndComplete(RequestChain<Room> entry) {
    entry.then(
        room.learnFeatures(), known -> entry.complete(room), unknown -> entry.complete(room));
  }

  /** The user has not been forgotten by the room. */
  synchronized void confirmed() {
    retries = 0;
  }

  /** A self-ping shows that the user is not in the room. */
  void forgotten() {
    if (interrupt(Departure.of(Departure.Why.FORGOTTEN))) {
      again();
    }
  }

  /** The room says that the user is out. */
  void removed(Departure departure) {
    if (current() != null && departure.isTemporary()) {
      interrupt(departure);
      retryLater();
    } else {
      over(departure);
    }
  }

  private boolean interrupt(Departure departure) {
    synchronized (this) {
      if (!(stay instanceof In)) {
        return false;
      }
      stay = new Interrupted();
    }
    room.emptied(RoomVisit::interrupted);
    room.tell(new Left(room, departure, true));
    return true;
  }

  private static XmppException interrupted(Jid jid) {
    return new TransportException(
        TransportException.Reason.UNCERTAIN,
        "The stay in %s was interrupted before the room answered".formatted(jid));
  }

  private static XmppException left(Jid jid) {
    return new RefusedException(
        "The user is no longer in %s, which has not answered".formatted(jid));
  }

  private synchronized void retryLater() {
    Duration most = rooms.settings().selfPing();
    Duration delay = rooms.settings().retry().multipliedBy(1L << Math.min(retries, 16));
    retries++;
    retryTimer.close();
    retryTimer =
        client.context().after(delay.compareTo(most) > 0 ? most : delay, this::retryIfConnected);
  }

  /** Without a connection the next stream joins the room. */
  private void retryIfConnected() {
    if (client.state() instanceof Connected) {
      again();
    }
  }

  private void again() {
    synchronized (this) {
      if (!(stay instanceof Interrupted)) {
        return;
      }
      retryTimer.close();
    }
    var unused = begin(true);
  }

  /** A stream is bound, unless the room was joined on it already. */
  @SuppressWarnings("ReferenceEquality") // two streams may have been negotiated to the same end
  void bound(BoundStream now) {
    if (stay() instanceof Interrupted) {
      again();
    } else if (stream != now) {
      streamEnded();
      again();
    }
  }

  /** The stream of the join goes on as this one. */
  void resumed(BoundStream now) {
    stream = now;
    again();
  }

  /** The stream of the join has ended. */
  void streamEnded() {
    Stay before = stay();
    if (before instanceof In) {
      interrupt(Departure.of(Departure.Why.STREAM_ENDED));
    } else if (before instanceof Joining joining) {
      failed(joining.entry(), interrupted(room.jid()));
    } else if (before instanceof Leaving) {
      over(Departure.of(Departure.Why.LEFT));
    }
  }

  /** The client is closed. */
  void closed() {
    over(Departure.of(Departure.Why.STREAM_ENDED));
  }

  CompletableFuture<Void> leave() {
    Stay before;
    Leaving leaving = null;
    synchronized (this) {
      before = stay;
      if (before instanceof Leaving already) {
        leaving = already;
      } else if (before instanceof In || before instanceof Joining) {
        leaving = new Leaving(new CompletableFuture<>(), before instanceof In in ? in : null);
        stay = leaving;
      } else {
        stay = new Over();
      }
    }
    if (before instanceof Entering entering) {
      entering.entry().completeExceptionally(left(room.jid()));
    }
    if (leaving == null) {
      release();
      return CompletableFuture.completedFuture(null);
    }
    return leaving.equals(before) ? exit(leaving) : sendLeave(leaving);
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

  private CompletableFuture<Void> sendLeave(Leaving leaving) {
    Deadline.set(
        leaving.exit(),
        client.context(),
        rooms.settings().answerLimit(),
        () -> over(Departure.of(Departure.Why.LEFT)),
        () -> leaving.exit().complete(null));
    CompletableFuture<Void> exit = exit(leaving);
    sendUnavailable()
        .whenComplete(
            (sent, failure) -> {
              if (failure instanceof RefusedException && leaving.in() != null) {
                notLeft(leaving, failure);
              } else if (failure != null) {
                inOrder(() -> over(Departure.of(Departure.Why.LEFT)));
              }
            });
    return exit;
  }

  private CompletableFuture<Void> sendUnavailable() {
    return client.send(Presence.builder(Presence.Type.UNAVAILABLE).to(room.own()).build());
  }

  /** The client could not send it, so the user is still in the room. */
  private void notLeft(Leaving leaving, Throwable failure) {
    synchronized (this) {
      In in = leaving.in();
      if (!leaving.equals(stay) || in == null) {
        return;
      }
      stay = in;
    }
    leaving.exit().completeExceptionally(failure);
  }

  private void over(Departure departure) {
    Stay before;
    synchronized (this) {
      before = stay;
      stay = new Over();
    }
    if (before instanceof Over) {
      return;
    }
    release();
    if (before instanceof In || (before instanceof Leaving leaving && leaving.in() != null)) {
      room.tell(new Left(room, departure, false));
    }
    if (before instanceof Leaving leaving) {
      leaving.exit().complete(null);
    } else if (before instanceof Entering entering) {
      entering.entry().completeExceptionally(interrupted(room.jid()));
    }
  }

  private void release() {
    synchronized (this) {
      retryTimer.close();
    }
    claim.close();
    rooms.remove(room);
    room.emptied(RoomVisit::left);
  }

  private void inOrder(Runnable task) {
    client.context().callbacks().execute(task);
  }
}
