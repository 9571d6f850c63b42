package im.linnet.rooms;

import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.disco.DiscoInfo;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.forms.DataForm;
import im.linnet.forms.FieldType;
import im.linnet.forwarding.Copied;
import im.linnet.forwarding.OriginId;
import im.linnet.jid.InvalidJidException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A room (XEP-0045), from {@link Rooms#join} until the user is out of it for good. When the stay is
 * interrupted, because the stream ended or the room lost the user, it is joined again without the
 * program's doing; see {@link RoomEvent.Left#rejoins()}.
 *
 * <p>What happens in it goes to {@link Rooms#onEvent}. Safe for use by any thread; no method
 * blocks. The futures complete in order with the client's callbacks: a callback that waits for one
 * of them delays it until twice the {@linkplain RoomSettings#answerLimit limit} has passed, and it
 * then fails.
 */
public final class Room {

  private static final String REQUEST = "http://jabber.org/protocol/muc#request";

  private final XmppClient client;
  private final Rooms rooms;
  private final Jid jid;
  private final JoinOptions options;
  private final OccupantTable occupants;
  private final SentMessages sent;
  private final Renaming renaming = new Renaming();
  private final RoomAdmin admin;
  private final RoomVisit visit;
  private final RoomPresences presences;
  private final RoomMessages messages;
  private final SelfPing ping;
  private final OwnAvailability availability;
  private volatile Jid own;
  private volatile RoomFeatures features = RoomFeatures.NONE;
  private volatile @Nullable String subject;
  private volatile @Nullable String avatarHash;

  Room(XmppClient client, Rooms rooms, Jid own, JoinOptions options) {
    this.client = client;
    this.rooms = rooms;
    this.own = own;
    this.jid = own.bare();
    this.options = options;
    RoomSettings settings = rooms.settings();
    occupants = new OccupantTable(settings.occupants(), rooms.budget());
    sent = new SentMessages(jid, settings.pending());
    admin = new RoomAdmin(client, this);
    visit = new RoomVisit(this, rooms, client, options);
    presences = new RoomPresences(this, visit, occupants, renaming);
    messages = new RoomMessages(this, client, sent, occupants, rooms.clock());
    ping = new SelfPing(this, client, settings.selfPing());
    availability = new OwnAvailability(rooms.availability());
  }

  /** {@return the bare address of the room} */
  public Jid jid() {
    return jid;
  }

  /** {@return the user's name in the room} */
  public String nick() {
    return String.valueOf(own.resource());
  }

  /** {@return the user's address in the room} */
  public Jid own() {
    return own;
  }

  /** {@return whether the user is in the room now} */
  public boolean isJoined() {
    return visit.current() != null;
  }

  /** {@return who is in the room, the user included, in no particular order} */
  public List<Occupant> occupants() {
    return occupants.all();
  }

  /**
   * Finds an occupant.
   *
   * @param nick the name
   * @return the occupant, or null if there is none of this name
   */
  public @Nullable Occupant occupant(String nick) {
    return occupants.get(nick);
  }

  /**
   * {@return how often an occupant was not listed because a limit of {@link RoomSettings} was hit}
   */
  public long unlisted() {
    return occupants.unlisted();
  }

  /** {@return the subject, or null for none} */
  public @Nullable String subject() {
    return subject;
  }

  /**
   * {@return the SHA-1 hash of the room's avatar in hexadecimal, as announced (XEP-0486), or null}
   */
  public @Nullable String avatarHash() {
    return avatarHash;
  }

  /** {@return what moderators, admins and owners can do} */
  public RoomAdmin admin() {
    return admin;
  }

  /**
   * Says something to all (section 7.4).
   *
   * @param text the text
   * @return done as {@link #send(Consumer)} says
   */
  public CompletableFuture<RoomMessage> send(String text) {
    return send(message -> message.body(text));
  }

  /**
   * Sends a message to all (section 7.4). Recipient and type are set, and an id and origin-id
   * (XEP-0359), by which the room's copy is recognised.
   *
   * @param content sets the content
   * @return the message as the room has passed it on, with {@link RoomMessage#stanzaId()} if the
   *     room gives ids. Fails with a {@link im.linnet.failure.StanzaException} if the room refuses
   *     it: {@code forbidden} without voice, {@code not-acceptable} if it does not know the user;
   *     with a {@link TransportException} if it does not answer in time, {@code UNCERTAIN} if the
   *     stay is interrupted first; with a {@link RefusedException} if the user is not in the room,
   *     the text can't be sent, or too many messages are on their way
   */
  public CompletableFuture<RoomMessage> send(Consumer<Message.Builder> content) {
    String id = UUID.randomUUID().toString();
    return reflected(
        id,
        message -> {
          content.accept(message);
          message.payload(new OriginId(id));
        });
  }

  /**
   * Sets the subject (section 8.1).
   *
   * @param text the subject; empty for none
   * @return done when the room has announced it; fails as {@link #send(Consumer)} does
   */
  public CompletableFuture<Void> setSubject(String text) {
    RequestChain<Void> done = new RequestChain<>();
    done.then(
        reflected(UUID.randomUUID().toString(), message -> message.subject(text)),
        announced -> done.complete(null));
    return done;
  }

  private CompletableFuture<RoomMessage> reflected(String id, Consumer<Message.Builder> content) {
    CompletableFuture<RoomMessage> reflected;
    Message message;
    try {
      requireJoined();
      message = build(jid, Message.Type.GROUPCHAT, id, content);
      reflected = sent.add(id, message.subject());
    } catch (RefusedException refused) {
      return CompletableFuture.failedFuture(refused);
    }
    Runnable unanswered = () -> reflected.completeExceptionally(noAnswer("pass on the message"));
    Deadline.set(
        reflected, client.context(), rooms.settings().answerLimit(), unanswered, unanswered);
    failWith(client.send(message), reflected);
    return reflected;
  }

  /**
   * Sends a message to one occupant alone (section 7.5).
   *
   * @param nick the occupant
   * @param text the text
   * @return done when the server has it. If the room or the occupant refuses it, {@link
   *     RoomEvent.Bounced} reports that. Fails with {@link RefusedException} if the user is not in
   *     the room or the text can't be sent, else as {@link XmppClient#deliver} does
   */
  public CompletableFuture<Void> sendPrivately(String nick, String text) {
    try {
      return deliver(
          address(nick),
          Message.Type.CHAT,
          message -> message.body(text).payload(Element.of("x", MucUser.NAMESPACE)));
    } catch (RefusedException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  /**
   * Invites a user by the room (section 7.8.2). The room also makes the user a member, if it takes
   * only members and the own user may do that. Services that take strangers for spam may not
   * deliver it: then use {@link #inviteDirectly}.
   *
   * @param user the user
   * @param reason why, or null
   * @return done when the server has it; see {@link #sendPrivately}
   */
  public CompletableFuture<Void> invite(Jid user, @Nullable String reason) {
    return deliver(
        jid,
        Message.Type.NORMAL,
        message ->
            message.payload(
                Element.builder("x", MucUser.NAMESPACE)
                    .child(
                        Element.builder("invite", MucUser.NAMESPACE)
                            .attribute("to", user.toString())
                            .child("reason", reason)
                            .build())
                    .build()));
  }

  /**
   * Invites a user by a message to the user (XEP-0249), with the password of the room, if any.
   *
   * @param user the user
   * @param reason why, or null
   * @return done when the server has it; see {@link #sendPrivately}
   */
  public CompletableFuture<Void> inviteDirectly(Jid user, @Nullable String reason) {
    return deliver(
        user,
        Message.Type.NORMAL,
        message -> {
          ElementBuilder x = Element.builder("x", Invitation.DIRECT);
          x.attribute("jid", jid.toString());
          x.attribute("password", options.password());
          message.payload(x.attribute("reason", reason).build());
        });
  }

  /**
   * Asks the moderators for voice (section 7.13).
   *
   * @return done when the server has it; see {@link #sendPrivately}
   */
  public CompletableFuture<Void> requestVoice() {
    DataForm form =
        DataForm.builder(DataForm.Kind.SUBMIT)
            .formType(REQUEST)
            .field(FieldType.LIST_SINGLE, "muc#role", Role.PARTICIPANT.wireName())
            .build();
    return deliver(jid, Message.Type.NORMAL, message -> message.payload(form));
  }

  private CompletableFuture<Void> deliver(
      Jid to, Message.Type type, Consumer<Message.Builder> content) {
    try {
      requireJoined();
      return client.deliver(build(to, type, UUID.randomUUID().toString(), content));
    } catch (RefusedException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  private static Message build(
      Jid to, Message.Type type, String id, Consumer<Message.Builder> content) {
    Message.Builder message = Message.builder(to);
    try {
      content.accept(message);
    } catch (IllegalArgumentException unsendable) {
      throw RoomRequests.unsendable(unsendable);
    }
    return message.type(type).id(id).build();
  }

  private void requireJoined() {
    if (!isJoined()) {
      throw new RefusedException(
          visit.stay() instanceof Stay.Over
              ? "The user is not in %s: join it".formatted(jid)
              : "The user is not in %s now: wait until it is entered again".formatted(jid));
    }
  }

  /**
   * Changes the user's nickname (section 7.6).
   *
   * @param nick the new name
   * @return done when the room has announced it; {@link #nick()} is then what the room made of it.
   *     Fails with a {@link im.linnet.failure.StanzaException} if the room refuses, which {@link
   *     JoinProblem#of} classifies; with a {@link TransportException} if it does not answer in
   *     time; with a {@link RefusedException} if the user is not in the room, the nickname can't be
   *     used, or another change is under way
   */
  public CompletableFuture<Void> rename(String nick) {
    String id = UUID.randomUUID().toString();
    Jid target;
    CompletableFuture<Void> done;
    try {
      requireJoined();
      target = address(nick);
      if (target.equals(own)) {
        return CompletableFuture.completedFuture(null);
      }
      done = renaming.begin(id, target);
    } catch (RefusedException refused) {
      return CompletableFuture.failedFuture(refused);
    }
    Runnable unanswered = () -> done.completeExceptionally(noAnswer("change the nickname"));
    Deadline.set(done, client.context(), rooms.settings().answerLimit(), unanswered, unanswered);
    failWith(client.send(presence(target, id).build()), done);
    return done;
  }

  /**
   * Changes how available the user is in this room (section 7.7). It is kept for joining again, and
   * until {@link Rooms#availability} sets one for all rooms. The room announces it to all by {@link
   * RoomEvent.OccupantChanged}.
   *
   * @param show what kind of availability, or null for none in particular
   * @param status in words, or null
   * @return done when it was sent, or at once if the user is to come in first. Fails with a {@link
   *     RefusedException} if the status can't be sent or the user is no longer in the room, else as
   *     {@link XmppClient#send} does
   */
  public CompletableFuture<Void> availability(
      Presence.@Nullable Show show, @Nullable String status) {
    OwnAvailability.Value value;
    try {
      value = new OwnAvailability.Value(show, status).check();
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(RoomRequests.unsendable(unsendable));
    }
    if (visit.stay() instanceof Stay.Over || visit.stay() instanceof Stay.Leaving) {
      return CompletableFuture.failedFuture(
          new RefusedException("The user is not in %s: join it".formatted(jid)));
    }
    availability.set(value);
    return sendAvailability();
  }

  /** Sends it if the room does not have it; while the user is not in, that is up to the join. */
  private CompletableFuture<Void> sendAvailability() {
    synchronized (availability) {
      return isJoined() && availability.isUnsent()
          ? client.send(presence(own, null).build())
          : CompletableFuture.completedFuture(null);
    }
  }

  /** A presence of the user in the room. */
  Presence.Builder presence(Jid address, @Nullable String id) {
    return availability.in(Presence.builder(Presence.Type.AVAILABLE).to(address).id(id));
  }

  private Jid address(String nick) {
    try {
      return jid.withResource(nick);
    } catch (InvalidJidException unusable) {
      throw new RefusedException(
          "No occupant can have this nickname: %s".formatted(unusable.getMessage()));
    }
  }

  private static void failWith(CompletableFuture<Void> sent, CompletableFuture<?> answered) {
    sent.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            answered.completeExceptionally(failure);
          }
        });
  }

  private TransportException noAnswer(String what) {
    return new TransportException(
        TransportException.Reason.NO_ANSWER,
        "%s did not %s within %s".formatted(jid, what, rooms.settings().answerLimit()));
  }

  /**
   * Leaves the room (section 7.14).
   *
   * @return done when the room has confirmed it, after {@link RoomSettings#answerLimit}, or when
   *     the user is out for another reason; at once if the user is not in the room, and it is then
   *     not joined again. Fails with {@link RefusedException} if the client can't send it, in which
   *     case the user is still in the room
   */
  public CompletableFuture<Void> leave() {
    return visit.leave();
  }

  /**
   * Whether another device of the user has it, perhaps as another occupant. What is said to all is
   * never copied, so no occupant can hide that by the mark.
   */
  private static boolean isCopy(Message message) {
    return message.type() != Message.Type.GROUPCHAT && Copied.in(message) != null;
  }

  /** Called in order with the client's callbacks. */
  void take(Stanza stanza) {
    Jid from = stanza.from();
    if (from == null || !visit.listens()) {
      return;
    }
    if (stanza instanceof Message message && isCopy(message)) {
      return;
    }
    ping.heard();
    if (stanza instanceof Message message && visit.isReported()) {
      messages.take(from, message);
    } else if (stanza instanceof Presence presence) {
      presences.take(from, presence);
    }
  }

  /** Asks what the room can do, which is known as soon as the future is done. */
  CompletableFuture<RoomFeatures> learnFeatures() {
    return client.request(
        Iq.get(jid, Element.of("query", DiscoInfo.NAMESPACE)),
        answer -> {
          RoomFeatures known = RoomFeatures.of(RoomInfo.disco(answer));
          features = known;
          return known;
        });
  }

  /** What the room does not announce is not believed. */
  void forgetFeatures() {
    features = RoomFeatures.NONE;
  }

  /** The configuration has changed. */
  void learnFeaturesAgain() {
    if (isJoined()) {
      var unused = learnFeatures();
    }
  }

  /** The user has come in. */
  void entered(boolean again) {
    messages.entered(again);
    ping.start();
    var unused = sendAvailability();
  }

  /** The user is out: nothing more is answered, and the occupants are not known. */
  void emptied(Function<Jid, XmppException> failure) {
    ping.stop();
    occupants.clear();
    sent.failAll(failure);
    renaming.fail(jid, failure);
  }

  void checkSoon() {
    ping.check();
  }

  void tell(RoomEvent event) {
    rooms.tell(event);
  }

  Occupant share(Occupant occupant) {
    return rooms.share(occupant);
  }

  RoomVisit visit() {
    return visit;
  }

  RoomFeatures features() {
    return features;
  }

  boolean isRenaming() {
    return renaming.isPending();
  }

  Duration missed() {
    return messages.missed();
  }

  void nick(String nick) {
    own = Jid.received(jid + "/" + nick);
  }

  void subject(@Nullable String text) {
    subject = text;
  }

  void avatarHash(@Nullable String hash) {
    avatarHash = hash;
  }

  @Override
  public String toString() {
    return "Room[%s%s]".formatted(own, isJoined() ? "" : ", not joined");
  }
}
