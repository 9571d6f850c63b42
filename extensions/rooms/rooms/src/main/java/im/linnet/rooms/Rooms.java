package im.linnet.rooms;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Closed;
import im.linnet.connection.ConnectionState.Closing;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.disco.DiscoInfo;
import im.linnet.failure.RefusedException;
import im.linnet.jid.InvalidJidException;
import im.linnet.jid.Jid;
import im.linnet.routing.Claim;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that the user is in (XEP-0045), and invitations to rooms (also XEP-0249).
 *
 * <p>What comes from a room goes to {@link #onEvent} and nowhere else: occupants never show up as
 * contacts. Rooms survive the stream: if it is resumed, each room is asked whether it still knows
 * the user (XEP-0410); on a new stream they are joined again, with the messages that were missed. A
 * room that was silent for a while is asked, too.
 *
 * <p>Safe for use by any thread; no method blocks. Subscribers are called in order with the
 * client's other callbacks. {@link RoomSettings} bounds what others can make it remember.
 */
public final class Rooms implements Extension {

  private final XmppClient client;
  private final RoomSettings settings;
  private final Clock clock;
  private final Subscribers<RoomEvent> subscribers = new Subscribers<>(Rooms.class);
  private final Subscribers<Invitation> invited = new Subscribers<>(Rooms.class);
  private final Subscribers<Message> others = new Subscribers<>(Rooms.class);
  private final RecentInvitations recent = new RecentInvitations();
  private final OccupantBudget budget;
  private volatile OwnAvailability.Value availability = OwnAvailability.Value.PLAIN;
  private final Shared<String> nicks = new Shared<>(4096);
  private final Shared<List<Hat>> hats = new Shared<>(256);

  /** The rooms that are not over, by bare address; the map is its own lock. */
  private final Map<Jid, Room> rooms = new LinkedHashMap<>();

  /** Whether the last bound stream may be resumed; accessed by callbacks only. */
  private boolean mayGoOn;

  /**
   * The rooms of a client, with standard settings. Add it to the client's builder with {@code
   * .with(Rooms::new)}.
   *
   * @param client the client
   */
  public Rooms(XmppClient client) {
    this(client, RoomSettings.standard());
  }

  /**
   * The rooms of a client.
   *
   * @param client the client
   * @param settings limits
   */
  public Rooms(XmppClient client, RoomSettings settings) {
    this(client, settings, Clock.systemUTC());
  }

  Rooms(XmppClient client, RoomSettings settings, Clock clock) {
    this.client = client;
    this.settings = settings;
    this.clock = clock;
    this.budget = new OccupantBudget(settings.occupantBytes());
    client.onState(this::changed);
    client.claim(Claim.payload("x", MucUser.NAMESPACE).of(Message.class), this::take);
    client.claim(Claim.payload("x", Invitation.DIRECT).of(Message.class), this::take);
  }

  @Override
  public Set<String> features() {
    return Set.of(JoinOptions.NAMESPACE, Invitation.DIRECT);
  }

  /**
   * Joins a room, or creates it with its default configuration.
   *
   * @param room the bare address of the room
   * @param nick the user's name in it
   * @return the room, see {@link #join(Jid, String, JoinOptions)}
   */
  public CompletableFuture<Room> join(Jid room, String nick) {
    return join(room, nick, JoinOptions.standard());
  }

  /**
   * Joins a room, or creates it (sections 7.2 and 10.1).
   *
   * @param room the bare address of the room
   * @param nick the user's name in it
   * @param options password, limits of the history, and what to do if the room is new
   * @return the room, once it has announced the user and all occupants; completes in order with the
   *     client's callbacks, before the history is delivered. Fails with {@link
   *     im.linnet.failure.StanzaException} if the room refuses; with {@link
   *     im.linnet.failure.TransportException} if it does not answer in time, in which case it is
   *     left, or there is no connection; with {@link RefusedException} if the address is not that
   *     of a room, nickname or password can't be sent, the user is in the room already, or there
   *     are too many rooms. {@link JoinProblem#of} says what to do. Cancelling it leaves the room
   */
  public CompletableFuture<Room> join(Jid room, String nick, JoinOptions options) {
    Room joined;
    try {
      Jid own = occupant(room, nick);
      options.element();
      synchronized (rooms) {
        requirePlace(room);
        joined = new Room(client, this, own, options);
        rooms.put(room, joined);
      }
    } catch (RefusedException refused) {
      return CompletableFuture.failedFuture(refused);
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(
          new RefusedException("The password contains a character that XML can't contain"));
    }
    return joined.visit().enter();
  }

  private static Jid occupant(Jid room, String nick) {
    if (!room.isBare() || room.local() == null) {
      throw new RefusedException(
          room + " is not the address of a room (expected: name@service without resource)");
    }
    try {
      return room.withResource(nick);
    } catch (InvalidJidException unusable) {
      throw new RefusedException(
          "The nickname can't be used in a room: %s Choose another"
              .formatted(unusable.getMessage()));
    }
  }

  private void requirePlace(Jid room) {
    Room before = rooms.get(room);
    if (before != null) {
      throw new RefusedException(
          "The user is in %s, or is joining or leaving it: leave it first, or wait until that is done"
              .formatted(before.own()));
    }
    if (rooms.size() >= settings.rooms()) {
      throw RefusedException.full(
          "The user is in %d rooms, which is the limit: leave one first".formatted(rooms.size()));
    }
  }

  /** {@return the rooms that the user is in, in the order of the joins} */
  public List<Room> joined() {
    return all().stream().filter(Room::isJoined).toList();
  }

  /**
   * Finds a room.
   *
   * @param room its address; a resourcepart is ignored
   * @return the room, or null if the user is neither in it nor will be again
   */
  public @Nullable Room get(Jid room) {
    synchronized (rooms) {
      return rooms.get(room.bare());
    }
  }

  /**
   * Asks a room what everybody may know of it (section 6.4). The user need not be in it.
   *
   * @param room the bare address
   * @return the information; fails as {@link XmppClient#request(Iq)} does
   */
  public CompletableFuture<RoomInfo> info(Jid room) {
    return client.request(
        Iq.get(room, Element.of("query", DiscoInfo.NAMESPACE)),
        answer -> RoomInfo.of(RoomInfo.disco(answer)));
  }

  /**
   * Changes how available the user is in all rooms (section 7.7), those that are joined later
   * included. {@link Room#availability} changes it in one of them.
   *
   * @param show what kind of availability, or null for none in particular
   * @param status in words, or null
   * @throws IllegalArgumentException if the status contains a character that XML does not allow
   */
  public void availability(Presence.@Nullable Show show, @Nullable String status) {
    availability = new OwnAvailability.Value(show, status).check();
    for (Room room : all()) {
      var unused = room.availability(show, status);
    }
  }

  OwnAvailability.Value availability() {
    return availability;
  }

  /**
   * The user's registration with a room, which need not be joined.
   *
   * @param room the bare address
   * @return asks and registers
   */
  public RoomRegistration registration(Jid room) {
    return new RoomRegistration(client, room);
  }

  /**
   * Subscribes to what happens in rooms.
   *
   * @param subscriber is called with each event of each room
   * @return ends the subscription
   */
  public Subscription onEvent(Consumer<? super RoomEvent> subscriber) {
    return subscribers.add(subscriber);
  }

  /**
   * Subscribes to invitations, of both kinds. Of several to one room within a minute only the first
   * is reported, and none to a room that the user is in.
   *
   * @param subscriber is called with each
   * @return ends the subscription
   */
  public Subscription onInvitation(Consumer<? super Invitation> subscriber) {
    return invited.add(subscriber);
  }

  /**
   * Subscribes to messages with an element of XEP-0045 or XEP-0249 that are neither invitations nor
   * from a room that the user is in: that an affiliation has changed (code 101), that an invitation
   * was declined or has come back, that an occupant of a former room writes. They reach no other
   * subscriber.
   *
   * @param subscriber is called with each
   * @return ends the subscription
   */
  public Subscription onNotice(Consumer<? super Message> subscriber) {
    return others.add(subscriber);
  }

  /**
   * Accepts an invitation: joins the room with the password in it.
   *
   * @param invitation the invitation
   * @param nick the user's name in the room
   * @return the room, see {@link #join(Jid, String, JoinOptions)}
   */
  public CompletableFuture<Room> accept(Invitation invitation, String nick) {
    return join(invitation.room(), nick, JoinOptions.standard().password(invitation.password()));
  }

  /**
   * Declines an invitation (section 7.8.2). A direct one is declined by doing nothing (XEP-0249,
   * section 2).
   *
   * @param invitation the invitation
   * @param reason why, or null
   * @return done when the server has it, or at once. Fails with {@link RefusedException} if the
   *     reason can't be sent, else as {@link XmppClient#deliver} does
   */
  public CompletableFuture<Void> decline(Invitation invitation, @Nullable String reason) {
    Jid inviter = invitation.from();
    if (!invitation.isMediated() || inviter == null) {
      return CompletableFuture.completedFuture(null);
    }
    Element decline;
    try {
      decline =
          Element.builder("decline", MucUser.NAMESPACE)
              .attribute("to", inviter.toString())
              .child("reason", reason)
              .build();
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(RoomRequests.unsendable(unsendable));
    }
    return client.deliver(
        Message.builder(invitation.room())
            .payload(Element.builder("x", MucUser.NAMESPACE).child(decline).build())
            .build());
  }

  @Override
  public void bound(BoundStream stream) {
    all().forEach(room -> room.visit().bound(stream));
  }

  @Override
  public void resumed(BoundStream stream) {
    all().forEach(room -> room.visit().resumed(stream));
    all().forEach(Room::checkSoon);
  }

  /** While the stream is being closed, rooms still send something, which is for nobody else. */
  private void changed(ConnectionState state) {
    if (state instanceof Connected connected) {
      mayGoOn = connected.stream().managed();
    } else if (state instanceof Closed) {
      all().forEach(room -> room.visit().closed());
    } else if (!mayGoOn && !(state instanceof Closing)) {
      all().forEach(room -> room.visit().streamEnded());
    }
  }

  /** A message with an element of one of the two protocols. */
  private void take(Stanza stanza) {
    Jid from = stanza.from();
    Room room = from == null ? null : get(from);
    Invitation invitation =
        stanza instanceof Message message && message.type() != Message.Type.GROUPCHAT
            ? Invitation.of(message)
            : null;
    if (invitation != null && !invitation.room().equals(room == null ? null : room.jid())) {
      invited(invitation);
    } else if (room != null) {
      room.take(stanza);
    } else if (stanza instanceof Message message) {
      others.tell(message);
    }
  }

  private void invited(Invitation invitation) {
    if (get(invitation.room()) == null && recent.add(invitation.room(), client.context())) {
      invited.tell(invitation);
    }
  }

  void remove(Room room) {
    synchronized (rooms) {
      rooms.remove(room.jid(), room);
    }
  }

  private List<Room> all() {
    synchronized (rooms) {
      return List.copyOf(rooms.values());
    }
  }

  void tell(RoomEvent event) {
    subscribers.tell(event);
  }

  Occupant share(Occupant occupant) {
    return occupant.sharing(nicks, hats);
  }

  RoomSettings settings() {
    return settings;
  }

  OccupantBudget budget() {
    return budget;
  }

  Clock clock() {
    return clock;
  }
}
