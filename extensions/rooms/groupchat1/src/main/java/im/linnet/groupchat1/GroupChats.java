package im.linnet.groupchat1;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Closed;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.delay.Delay;
import im.linnet.failure.RefusedException;
import im.linnet.failure.XmppException;
import im.linnet.groupchat1.GroupChatEvent.Left;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.xml.XmlText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms of gateways that the user is in, and invitations to such rooms. Rooms are joined the
 * way of groupchat 1.0, by a presence without the MUC element of XEP-0045. The join is confirmed by
 * the user's own presence from the room, and by nothing else.
 *
 * <p>Only for gateways: rooms of today's servers answer such a join with a kick or an error
 * (section 7.2.1). A room of a gateway has an address without a percent sign in its localpart; with
 * one it is a contact.
 *
 * <p>While the user is in a room, what comes from it goes to {@link #onEvent} and to nobody else:
 * occupants never show up as contacts. A room ends with the stream, unless that is resumed; see
 * {@link Left} and {@link GroupChatSettings#rejoining()}.
 *
 * <p>Safe for use by any thread; no method blocks. Subscribers are called in order with the
 * client's other callbacks. {@link GroupChatSettings} bounds what others can make it remember.
 */
public final class GroupChats implements Extension {

  private static final Logger LOG = LoggerFactory.getLogger(GroupChats.class);
  private static final int MAX_TEXT = 1024;

  private final XmppClient client;
  private final GroupChatSettings settings;
  private final Predicate<? super Jid> welcome;
  private final Clock clock;
  private final Subscribers<GroupChatEvent> subscribers = new Subscribers<>(GroupChats.class);
  private final Subscribers<RoomInvitation> guests = new Subscribers<>(GroupChats.class);
  private final Subscribers<RoomInvitation> missed = new Subscribers<>(GroupChats.class);
  private final OpenInvitations invitations;

  /** The rooms that are not over, by bare address; the map is its own lock. */
  private final Map<Jid, GroupChat> rooms = new LinkedHashMap<>();

  /** The rooms to join again, by bare address; accessed by callbacks only. */
  private final Map<Jid, GroupChat> lost = new LinkedHashMap<>();

  /** Whether the last bound stream may be resumed; accessed by callbacks only. */
  private boolean mayGoOn;

  /**
   * The rooms of a client, with standard settings. Add it to the client's builder with {@code
   * .with(GroupChats::new)}.
   *
   * @param client the client
   */
  public GroupChats(XmppClient client) {
    this(client, GroupChatSettings.standard());
  }

  /**
   * The rooms of a client.
   *
   * @param client the client
   * @param settings limits, and whether to join rooms again
   */
  public GroupChats(XmppClient client, GroupChatSettings settings) {
    this(client, settings, inviter -> true);
  }

  /**
   * The rooms of a client, which takes invitations only from some contacts.
   *
   * @param client the client
   * @param settings limits, and whether to join rooms again
   * @param welcome whether a contact may invite, by its bare address: that of a gateway that the
   *     user has, for instance, as anybody can run a gateway. Called in order with the client's
   *     callbacks
   */
  public GroupChats(XmppClient client, GroupChatSettings settings, Predicate<? super Jid> welcome) {
    this(client, settings, welcome, Clock.systemUTC());
  }

  GroupChats(
      XmppClient client, GroupChatSettings settings, Predicate<? super Jid> welcome, Clock clock) {
    this.client = client;
    this.settings = settings;
    this.welcome = welcome;
    this.clock = clock;
    this.invitations = new OpenInvitations(settings.invitations());
    client.onState(this::changed);
    client.onPresence(this::announced);
    client.onMessage(this::invited);
  }

  @Override
  public Set<String> features() {
    return Set.of(DirectInvitation.NAMESPACE);
  }

  /**
   * Joins a room. The user must be signed on at the gateway, and the client available, as the room
   * sends the confirmation to the user's bare address. A room that is just being left is joined
   * after that. An open invitation to the room counts as accepted.
   *
   * @param room the bare address, a localpart without a percent sign at the gateway's domain
   * @param nick the user's name in the room
   * @return the room, once it has announced the user; completes in order with the client's
   *     callbacks. In a callback that waits for it, it fails after twice the {@linkplain
   *     GroupChatSettings#answerLimit limit}. Fails with {@link im.linnet.failure.StanzaException}
   *     if the room refuses; with {@link im.linnet.failure.TransportException} if it does not
   *     answer in time, in which case it is left, or there is no connection; with {@link
   *     RefusedException} if the address is not that of a room, the nickname can't be used, the
   *     user is in the room already, or there are too many rooms. {@link JoinProblem#of} classifies
   *     the failure. Cancelling it leaves the room
   */
  public CompletableFuture<GroupChat> join(Jid room, String nick) {
    GroupChat chat;
    try {
      Jid own = Place.occupant(room, nick);
      synchronized (rooms) {
        GroupChat before = rooms.get(room);
        CompletableFuture<Void> leaving = before == null ? null : before.leaving();
        if (leaving != null) {
          return after(leaving, room, nick);
        }
        requirePlace(room, before);
        chat = new GroupChat(client, this, settings, subscribers, own);
        rooms.put(room, chat);
      }
    } catch (RefusedException refused) {
      return CompletableFuture.failedFuture(refused);
    }
    invitations.remove(room);
    return chat.enter();
  }

  private CompletableFuture<GroupChat> after(
      CompletableFuture<Void> leaving, Jid room, String nick) {
    RequestChain<GroupChat> joined = new RequestChain<>();
    joined.then(leaving, left -> joined.then(join(room, nick), joined::complete));
    return joined;
  }

  private void requirePlace(Jid room, @Nullable GroupChat before) {
    if (before != null && !before.isOver()) {
      throw new RefusedException(
          "The user is in %s as %s, or is joining it: leave it first"
              .formatted(room, before.nick()));
    }
    if (rooms.size() >= settings.rooms()) {
      throw RefusedException.full(
          "The user is in %d rooms, which is the limit: leave one first".formatted(rooms.size()));
    }
  }

  /** {@return the rooms that the user is in, the one joined first first} */
  public List<GroupChat> joined() {
    return all().stream().filter(GroupChat::isJoined).toList();
  }

  /**
   * Finds a room.
   *
   * @param room its address; a resourcepart is ignored
   * @return the room, or null if the user is not in it
   */
  public @Nullable GroupChat get(Jid room) {
    synchronized (rooms) {
      GroupChat chat = rooms.get(room.bare());
      return chat != null && chat.isJoined() ? chat : null;
    }
  }

  /**
   * Subscribes to what happens in rooms.
   *
   * @param subscriber is called with each event of each room
   * @return ends the subscription
   */
  public Subscription onEvent(Consumer<GroupChatEvent> subscriber) {
    return subscribers.add(subscriber);
  }

  /**
   * Subscribes to invitations by contacts of a gateway to rooms of the same gateway (XEP-0249). A
   * second invitation to a room while one is open is not reported, nor one to a room that the user
   * is in. The message also goes to the subscribers of {@link XmppClient#onMessage}.
   *
   * @param subscriber is called with each invitation
   * @return ends the subscription
   */
  public Subscription onInvitation(Consumer<RoomInvitation> subscriber) {
    return guests.add(subscriber);
  }

  /**
   * Subscribes to invitations that were neither accepted nor {@linkplain #decline declined} in
   * time, or were open when the stream ended: the gateway no longer waits.
   *
   * @param subscriber is called with each of these invitations
   * @return ends the subscription
   */
  public Subscription onMissed(Consumer<RoomInvitation> subscriber) {
    return missed.add(subscriber);
  }

  /** {@return the invitations that are open, the oldest first} */
  public List<RoomInvitation> invitations() {
    return invitations.all();
  }

  /**
   * Declines an invitation. Nothing is sent: the gateway notices that nobody comes (XEP-0249,
   * section 2).
   *
   * @param room the room
   * @return whether there was an open invitation
   */
  public boolean decline(Jid room) {
    return invitations.remove(room.bare()) != null;
  }

  /** Removes a room that is over. */
  void over(GroupChat chat) {
    synchronized (rooms) {
      rooms.remove(chat.room(), chat);
    }
  }

  private List<GroupChat> all() {
    synchronized (rooms) {
      return List.copyOf(rooms.values());
    }
  }

  private void end(Predicate<GroupChat> which, Left.Why why) {
    all().stream().filter(which).forEach(chat -> chat.over(why, null, null));
  }

  private void changed(ConnectionState state) {
    if (state instanceof Connected connected) {
      BoundStream stream = connected.stream();
      if (stream.resumed()) {
        all().forEach(chat -> chat.resumed(stream));
      } else {
        streamEnded(chat -> chat.isOfEarlier(stream));
      }
      mayGoOn = stream.managed();
    } else if (state instanceof Closed || !mayGoOn) {
      streamEnded(chat -> true);
    }
  }

  private void streamEnded(Predicate<GroupChat> which) {
    if (settings.rejoin()) {
      all().stream()
          .filter(which.and(GroupChat::isJoined))
          .filter(chat -> lost.size() < settings.rooms())
          .forEach(chat -> lost.put(chat.room(), chat));
    }
    end(which, Left.Why.STREAM_ENDED);
    invitations.removeAll().forEach(missed::tell);
  }

  /** Presences of gateways, and of the user, who leaves all rooms by becoming unavailable. */
  private void announced(Presence presence) {
    Jid from = presence.from();
    if (from == null) {
      return;
    }
    if (presence.type() == Presence.Type.UNAVAILABLE && from.equals(client.address())) {
      end(GroupChat::isJoined, Left.Why.UNAVAILABLE);
    } else if (from.local() == null && presence.isUnavailable()) {
      end(at(from).and(GroupChat::isJoined), Left.Why.GATEWAY_GONE);
    } else if (from.local() == null && presence.type() == Presence.Type.AVAILABLE) {
      rejoin(at(from));
    }
  }

  private static Predicate<GroupChat> at(Jid gateway) {
    return chat -> chat.room().domainJid().equals(gateway.domainJid());
  }

  private void rejoin(Predicate<GroupChat> which) {
    for (GroupChat chat : lost.values().stream().filter(which).toList()) {
      lost.remove(chat.room());
      if (get(chat.room()) == null) {
        chat.rejoin().whenComplete((joined, failure) -> rejoined(chat, failure));
      }
    }
  }

  private void rejoined(GroupChat chat, @Nullable Throwable failure) {
    if (failure instanceof XmppException known) {
      client
          .context()
          .callbacks()
          .execute(() -> subscribers.tell(new GroupChatEvent.NotRejoined(chat, known)));
    }
  }

  private void invited(Message message) {
    Jid from = message.from();
    DirectInvitation invitation = message.payload(DirectInvitation.TYPE);
    if (from == null || invitation == null || message.type() == Message.Type.ERROR) {
      return;
    }
    Jid room = invitation.room();
    Duration left = timeLeft(message);
    if (!isByGateway(from, room) || left.isNegative() || left.isZero()) {
      LOG.debug("Took no notice of an invitation, which is none of a gateway or is late: {}", from);
    } else if (!isKnown(room)) {
      String text = invitation.reason() == null ? text(message) : invitation.reason();
      RoomInvitation one = new RoomInvitation(room, from, text, clock.instant().plus(left));
      if (invitations.add(one, it -> client.context().after(left, () -> expired(it)))) {
        guests.tell(one);
      }
    }
  }

  /** Whether a contact at a gateway invites to a room at the same gateway. */
  private boolean isByGateway(Jid from, Jid room) {
    return Place.isRoom(room)
        && from.domain().equals(room.domain())
        && from.local() != null
        && !from.bare().equals(room)
        && !from.domain().equals(client.address().domain())
        && welcome.test(from.bare());
  }

  private boolean isKnown(Jid room) {
    synchronized (rooms) {
      return rooms.containsKey(room);
    }
  }

  /** How long the gateway still waits; a stamp says since when, if the server held the message. */
  private Duration timeLeft(Message message) {
    Instant now = clock.instant();
    Instant sent =
        Delay.claims(message).stream()
            .map(Delay::stamp)
            .min(Comparator.naturalOrder())
            .filter(now::isAfter)
            .orElse(now);
    return settings.invitationLimit().minus(Duration.between(sent, now));
  }

  private static @Nullable String text(Message message) {
    String body = message.body();
    return body == null || body.isBlank() ? null : XmlText.cut(body.strip(), MAX_TEXT);
  }

  private void expired(RoomInvitation invitation) {
    if (invitations.remove(invitation)) {
      missed.tell(invitation);
    }
  }
}
