package im.linnet.groupchat1;

import im.linnet.XmppClient;
import im.linnet.connection.Subscribers;
import im.linnet.failure.StanzaException;
import im.linnet.groupchat1.GroupChatEvent.Left;
import im.linnet.groupchat1.Stay.In;
import im.linnet.groupchat1.Stay.Joining;
import im.linnet.groupchat1.Stay.Leaving;
import im.linnet.groupchat1.Stay.Over;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what comes from a room: makes events of it, keeps the occupants, and moves the user's stay
 * on. Called in order with the client's callbacks; what it keeps can be read by any thread.
 */
final class RoomStanzas {

  private final GroupChat chat;
  private final XmppClient client;
  private final Subscribers<GroupChatEvent> subscribers;
  private final Occupants occupants;
  private volatile @Nullable String subject;

  RoomStanzas(
      GroupChat chat, XmppClient client, int limit, Subscribers<GroupChatEvent> subscribers) {
    this.chat = chat;
    this.client = client;
    this.subscribers = subscribers;
    this.occupants = new Occupants(limit);
  }

  List<Occupant> occupants() {
    return occupants.all();
  }

  @Nullable String subject() {
    return subject;
  }

  void clear() {
    occupants.clear();
  }

  void take(Stanza stanza) {
    Jid from = stanza.from();
    if (from == null || chat.stay() instanceof Over) {
      return;
    }
    if (stanza instanceof Message message && !isCopy(message)) {
      said(from, message);
    } else if (stanza instanceof Presence presence) {
      announced(from, presence);
    }
  }

  /**
   * Whether it is a copy of what another device of the user has, by the carbons extension. What is
   * said to all is never copied, so nobody can hide that by the mark.
   */
  private static boolean isCopy(Message message) {
    return message.type() != Message.Type.GROUPCHAT
        && message.element().child("copied", "urn:linnet:copied:1") != null;
  }

  private void announced(Jid from, Presence presence) {
    boolean ofUser = from.equals(chat.own()) || from.equals(chat.room());
    if (presence.type() == Presence.Type.ERROR && ofUser) {
      refused(presence);
    } else if (presence.type() == Presence.Type.AVAILABLE && from.isFull()) {
      present(from, presence);
    } else if (presence.type() == Presence.Type.UNAVAILABLE && ofUser) {
      removed(presence);
    } else if (presence.type() == Presence.Type.UNAVAILABLE) {
      departed(occupants.remove(from), presence);
    } else {
      other(presence);
    }
  }

  private void present(Jid from, Presence presence) {
    Occupant occupant = Occupant.of(from, presence);
    if (occupant == null) {
      return;
    }
    Occupants.Change change = occupants.put(occupant);
    Stay now = chat.stay();
    if (now instanceof Joining && from.equals(chat.own())) {
      chat.entered();
    } else if (change == Occupants.Change.UNLISTED) {
      other(presence);
    } else if (now instanceof In && change == Occupants.Change.ARRIVED) {
      subscribers.tell(new GroupChatEvent.Arrived(chat, occupant));
    } else if (now instanceof In && change == Occupants.Change.CHANGED) {
      subscribers.tell(new GroupChatEvent.Changed(chat, occupant));
    }
  }

  /** An occupant that leaves before the user is in was never reported. */
  private void departed(@Nullable Occupant occupant, Presence presence) {
    if (occupant == null) {
      other(presence);
    } else if (chat.stay() instanceof In) {
      subscribers.tell(new GroupChatEvent.Departed(chat, occupant));
    }
  }

  /** A presence of the user has come back: the join, or the leave. */
  private void refused(Presence presence) {
    StanzaError error = presence.error();
    Stay now = chat.stay();
    if (error == null || (now instanceof In && !presence.isUnavailable())) {
      other(presence);
      return;
    }
    Left.Why why = now instanceof Leaving ? Left.Why.LEFT : Left.Why.UNREACHABLE;
    chat.over(why, error, new StanzaException(error, request()));
  }

  /**
   * The user is not in the room. During the join this may be the answer to an earlier leave; during
   * the leave the presence of the room itself comes before that of the user on some services.
   */
  private void removed(Presence presence) {
    Stay now = chat.stay();
    if (now instanceof In) {
      chat.over(Left.Why.REMOVED, null, null);
    } else if (now instanceof Leaving && chat.own().equals(presence.from())) {
      chat.over(Left.Why.LEFT, null, null);
    } else if (now instanceof Joining && ModernRoom.kicks(presence)) {
      StanzaError error = ModernRoom.error(presence);
      chat.over(Left.Why.REMOVED, error, new StanzaException(error, request()));
    } else {
      other(presence);
    }
  }

  private String request() {
    return "The join of %s by groupchat 1.0 (only for rooms of gateways; others need MUC)"
        .formatted(chat.own());
  }

  private void said(Jid from, Message message) {
    StanzaError error = message.error();
    RoomMessage said = error == null ? RoomMessage.of(message, chat.own(), client.address()) : null;
    String newSubject = message.subject();
    if (error != null && chat.stay() instanceof Joining) {
      // PyMSNt's answer to a join before the user is signed on: nothing else was sent there yet.
      chat.over(Left.Why.UNREACHABLE, error, new StanzaException(error, request()));
    } else if (error != null) {
      subscribers.tell(new GroupChatEvent.Bounced(chat, message, error));
    } else if (said != null) {
      subscribers.tell(new GroupChatEvent.Said(chat, said));
    } else if (newSubject != null) {
      subject = newSubject.isEmpty() ? null : newSubject;
      subscribers.tell(new GroupChatEvent.SubjectSet(chat, newSubject, from.resource()));
    } else {
      other(message);
    }
  }

  private void other(Stanza stanza) {
    subscribers.tell(new GroupChatEvent.Other(chat, stanza));
  }
}
