package im.linnet.rooms;

import im.linnet.XmppClient;
import im.linnet.delay.Delay;
import im.linnet.forwarding.StanzaId;
import im.linnet.jid.Jid;
import im.linnet.rooms.RoomEvent.Bounced;
import im.linnet.rooms.RoomEvent.ConfigurationChanged;
import im.linnet.rooms.RoomEvent.Declined;
import im.linnet.rooms.RoomEvent.Moderated;
import im.linnet.rooms.RoomEvent.Notice;
import im.linnet.rooms.RoomEvent.Said;
import im.linnet.rooms.RoomEvent.SubjectChanged;
import im.linnet.stanza.Message;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the messages of a room. Called in order with the client's callbacks; what was heard last
 * can be read by any thread.
 */
final class RoomMessages {

  /** The order of events in a room (XEP-0045, section 7.1). */
  private enum Phase {
    /** The user has come in, and the room has not sent the subject yet. */
    HISTORY,
    /** The same after an interruption: the room may repeat what was heard before. */
    MISSED,
    /** What the room sends happens now. */
    LIVE
  }

  private static final Logger LOG = LoggerFactory.getLogger(RoomMessages.class);
  private static final Set<Integer> CONFIGURATION = Set.of(102, 103, 104, 170, 171, 172, 173, 174);

  /** More than a message takes from the room to the client. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final Room room;
  private final XmppClient client;
  private final SentMessages sent;
  private final OccupantTable occupants;
  private final Clock clock;
  private final SeenMessages seen = new SeenMessages();
  private Phase phase = Phase.LIVE;
  private volatile Instant last;

  RoomMessages(
      Room room, XmppClient client, SentMessages sent, OccupantTable occupants, Clock clock) {
    this.room = room;
    this.client = client;
    this.sent = sent;
    this.occupants = occupants;
    this.clock = clock;
    this.last = clock.instant();
  }

  /** The history begins. */
  void entered(boolean again) {
    phase = again ? Phase.MISSED : Phase.HISTORY;
    last = clock.instant();
  }

  /**
   * The time since the last message, which the user may have missed something in. The clocks of the
   * room and of this machine may differ, the length of a time does not.
   */
  Duration missed() {
    Duration since = Duration.between(last, clock.instant());
    return (since.isNegative() ? Duration.ZERO : since).plus(MARGIN);
  }

  void take(Jid from, Message message) {
    StanzaError error = message.error();
    if (error != null) {
      if (!sent.refused(message, error)) {
        room.tell(new Bounced(room, message, error));
      }
    } else if (from.isBare()) {
      fromRoom(message);
    } else if (message.type() == Message.Type.GROUPCHAT) {
      toAll(from, message);
    } else {
      toUser(from, message);
    }
  }

  /** What only the room itself may say. */
  private void fromRoom(Message message) {
    MucUser user = MucUser.of(message);
    boolean configured = user != null && configured(user);
    boolean toAll = message.type() == Message.Type.GROUPCHAT;
    Moderation moderation = toAll ? Moderation.of(message, room.features()) : null;
    if (moderation != null) {
      if (isNew(message)) {
        room.tell(new Moderated(room, moderation));
      }
    } else if (user != null && isAnswerToInvitation(user)) {
      LOG.debug("Read an invitation or its refusal from {}", room.jid());
    } else if (toAll && (message.body() != null || isSubject(message) || !configured)) {
      toAll(room.jid(), message);
    } else if (!toAll) {
      room.tell(new Notice(room, message));
    }
  }

  private boolean configured(MucUser user) {
    Set<Integer> codes = new LinkedHashSet<>(user.codes());
    codes.retainAll(CONFIGURATION);
    if (codes.isEmpty()) {
      return false;
    }
    room.tell(new ConfigurationChanged(room, codes));
    room.learnFeaturesAgain();
    return true;
  }

  /** An invitation to a room that the user is in says nothing new (XEP-0249, section 4). */
  private boolean isAnswerToInvitation(MucUser user) {
    Element decline = user.x().child("decline");
    if (decline != null) {
      Jid by = MucUser.address(decline.attribute("from"));
      room.tell(new Declined(room, by, MucUser.text(decline, "reason")));
    }
    return decline != null || user.x().child("invite") != null;
  }

  /** Section 7.2.15: a subject without body and without thread. */
  private static boolean isSubject(Message message) {
    return message.subject() != null && message.body() == null && message.thread() == null;
  }

  private void toAll(Jid from, Message message) {
    RoomFeatures features = room.features();
    boolean history = phase != Phase.LIVE && isByRoom(message);
    last = clock.instant();
    boolean own = room.nick().equals(from.resource());
    RoomMessage read =
        new RoomMessage.Builder(history ? RoomMessage.Kind.HISTORY : RoomMessage.Kind.LIVE, message)
            .occupant(history || from.resource() == null ? null : occupants.get(from.resource()))
            .own(own)
            .ids(
                features.stanzaIds() ? StanzaId.of(message, room.jid()) : null,
                features.occupantIds() ? OccupantId.in(message.element()) : null)
            .sent(history || isSubject(message) ? byRoom(message) : bySelf(message))
            .build();
    if (isSubject(message)) {
      subject(read);
    } else if (!isNew(message)) {
      LOG.debug("Dropped a message that {} has sent twice", room.jid());
      return;
    } else {
      room.tell(new Said(room, read));
    }
    if (own || from.isBare()) {
      sent.reflected(read);
    }
    if (!history) {
      room.visit().confirmed();
    }
  }

  private void subject(RoomMessage read) {
    phase = Phase.LIVE;
    String subject = read.message().subject();
    room.subject(subject == null || subject.isEmpty() ? null : subject);
    room.tell(new SubjectChanged(room, room.subject(), read.nick(), read.sent()));
  }

  private void toUser(Jid from, Message message) {
    String nick = from.resource();
    room.tell(
        new Said(
            room,
            new RoomMessage.Builder(RoomMessage.Kind.PRIVATE, message)
                .occupant(nick == null ? null : occupants.get(nick))
                .ids(null, room.features().occupantIds() ? OccupantId.in(message.element()) : null)
                .sent(bySelf(message))
                .build()));
  }

  /**
   * Whether the message has not been read before. The room's id decides; without one, a repeated
   * message is one of the same nickname with the same id.
   */
  private boolean isNew(Message message) {
    String given = room.features().stanzaIds() ? StanzaId.of(message, room.jid()) : null;
    if (given != null) {
      return seen.add(given);
    }
    String id = message.id();
    boolean first = id == null || seen.add(message.from() + " " + id);
    return first || phase != Phase.MISSED || !isByRoom(message);
  }

  private boolean isByRoom(Message message) {
    return Delay.claims(message).stream().anyMatch(this::isByRoom);
  }

  private boolean isByRoom(Delay delay) {
    Jid by = delay.from();
    return by == null || by.bare().equals(room.jid()) || by.equals(room.jid().domainJid());
  }

  private @Nullable Instant byRoom(Message message) {
    return Delay.claims(message).stream()
        .filter(this::isByRoom)
        .map(Delay::stamp)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Stamps of the user's own server; those of others may be forged. */
  private @Nullable Instant bySelf(Message message) {
    Delay delay = Delay.of(message, client.address());
    return delay == null ? null : delay.stamp();
  }
}
