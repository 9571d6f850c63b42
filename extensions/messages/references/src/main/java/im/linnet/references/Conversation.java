package im.linnet.references;

import im.linnet.forwarding.OriginId;
import im.linnet.forwarding.StanzaId;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A conversation of the user, and its rules: which messages belong to it, by which ids they are
 * referred to, and who may change what. It also makes the messages that refer to others; {@code
 * client.send} sends them. {@link References} has one for each contact and room.
 *
 * <p>It keeps no messages; {@link Revisions} does. Immutable value.
 */
public final class Conversation {

  /** The other side. */
  public enum Kind {
    /** With a contact, on all of its devices. */
    CONTACT,
    /** In a room (XEP-0045). */
    ROOM,
    /** With one occupant of a room, through the room (XEP-0045, section 7.5). */
    OCCUPANT
  }

  private static final String HINTS = "urn:xmpp:hints";
  private static final Element STORE = Element.of("store", HINTS);
  private static final Element THROUGH_ROOM =
      Element.of("x", "http://jabber.org/protocol/muc#user");
  private static final String RETRACTED =
      "/me retracted an earlier message, but your client does not know how to remove it.";

  private final Kind kind;
  private final Jid own;
  private final Jid peer;

  private Conversation(Kind kind, Jid own, Jid peer) {
    this.kind = kind;
    this.own = own.bare();
    this.peer = peer;
  }

  /**
   * A conversation with a contact.
   *
   * @param own the user's address
   * @param contact the contact's address, which may be the user's own; its resource does not count
   * @return the conversation
   */
  public static Conversation with(Jid own, Jid contact) {
    return new Conversation(Kind.CONTACT, own, contact.bare());
  }

  /**
   * The conversation in a room. The room must announce {@link StanzaId#NAMESPACE}: ids in the name
   * of others could be forged.
   *
   * @param own the user's address
   * @param room the room's address; a resource does not count
   * @return the conversation
   */
  public static Conversation in(Jid own, Jid room) {
    return new Conversation(Kind.ROOM, own, room.bare());
  }

  /**
   * A conversation with an occupant of a room, which others can't read.
   *
   * @param own the user's address
   * @param occupant the occupant's address in the room
   * @return the conversation
   * @throws IllegalArgumentException if the address has no resource
   */
  public static Conversation privately(Jid own, Jid occupant) {
    if (!occupant.isFull()) {
      throw new IllegalArgumentException("occupant: no resource (expected: a room and a nickname)");
    }
    return new Conversation(Kind.OCCUPANT, own, occupant);
  }

  /** {@return the other side} */
  public Kind kind() {
    return kind;
  }

  /** {@return the user's bare address} */
  public Jid own() {
    return own;
  }

  /** {@return the contact's or room's bare address, or the full one of the occupant} */
  public Jid peer() {
    return peer;
  }

  // What belongs to it, and who may do what.

  /**
   * Returns whether a message belongs to this conversation.
   *
   * @param message a message received, from an archive, or of another device; or one that this
   *     client sent, except in a room, which sends it back
   * @return whether it does; false for errors and headlines
   */
  public boolean includes(Message message) {
    Jid from = message.from();
    Message.Type type = message.type();
    if (kind == Kind.ROOM) {
      return type == Message.Type.GROUPCHAT && from != null && from.bare().equals(peer);
    }
    if (type != Message.Type.CHAT && type != Message.Type.NORMAL) {
      return false;
    }
    Jid to = message.to();
    return isOwn(from)
        ? peer.equals(to == null ? own : side(to))
        : peer.equals(from == null ? own : side(from));
  }

  /** Whether this user sent it. Only with a contact or an occupant. */
  private boolean isOwn(@Nullable Jid from) {
    return from == null || from.isSameAccount(own);
  }

  /** An address as {@link #peer} would have it. */
  private Jid side(Jid address) {
    return kind == Kind.OCCUPANT ? address : address.bare();
  }

  /** The sender of a message of this conversation. */
  Sender sender(Message message) {
    Jid from = message.from();
    if (kind == Kind.ROOM) {
      return Sender.occupant(Objects.requireNonNull(from), message);
    }
    if (isOwn(from)) {
      return new Sender(own, null);
    }
    return kind == Kind.OCCUPANT ? Sender.occupant(peer, message) : new Sender(peer, null);
  }

  /**
   * Returns whether a message may refer to another one as it does.
   *
   * <ul>
   *   <li>Only its sender corrects or retracts a message, with a message of the same type
   *       (XEP-0308, section 4; XEP-0424, section 5): the same account or, in a room, the same
   *       occupant id (XEP-0421), and without such ids the same nickname. Without occupant ids the
   *       caller has to know that the occupant has not left since; {@link Revisions} does.
   *   <li>A room itself may retract any message in it (XEP-0425, section 5).
   *   <li>Everybody in the conversation may react and reply (XEP-0444, section 4.1).
   * </ul>
   *
   * @param original the message referred to
   * @param later the message with the {@link Reference}
   * @return whether it may; false if it has no reference, if the reference is to another message,
   *     or if one of the two does not {@linkplain #includes belong} to this conversation
   */
  public boolean allows(Message original, Message later) {
    Reference reference = Reference.of(later);
    return reference != null
        && includes(original)
        && includes(later)
        && ids(original, reference.kind()).contains(reference.id())
        && mayRefer(original.type(), sender(original), later, reference);
  }

  /**
   * Whether a message, known to refer to another one of that type and sender, may do so. The sender
   * is null if it can't be recognised any more.
   */
  boolean mayRefer(
      Message.Type type, @Nullable Sender original, Message later, Reference reference) {
    Sender sender = sender(later);
    if (reference instanceof Reactions || reference instanceof Reply) {
      return true;
    }
    if (reference instanceof Retraction retraction && (retraction.moderated() || isRoom(sender))) {
      return isRoom(sender);
    }
    return type == later.type() && original != null && original.isSame(sender);
  }

  boolean isRoom(Sender sender) {
    return kind == Kind.ROOM && sender.address().equals(peer);
  }

  /**
   * The ids by which a message may be referred to. This is the only place with these rules:
   *
   * <table>
   *   <caption>The ids, the one to send first</caption>
   *   <tr><th>reference<th>in a room<th>else</tr>
   *   <tr><td>correction (XEP-0308, section 3)
   *     <td>{@code id} attribute, origin id<td>{@code id} attribute, origin id</tr>
   *   <tr><td>retraction (XEP-0424, section 5.1)
   *     <td>stanza id of the room; without one, origin id<td>{@code id} attribute, origin id</tr>
   *   <tr><td>reactions, reply (XEP-0444, section 4.2; XEP-0461, section 4.1)
   *     <td>stanza id of the room<td>origin id, {@code id} attribute</tr>
   * </table>
   *
   * @param message a message of this conversation
   * @param kind the kind of reference
   * @return the ids without repetitions; none if there can be no such reference to it
   */
  public List<String> ids(Message message, Reference.Kind kind) {
    OriginId originId = message.payload(OriginId.TYPE);
    String origin = originId == null ? null : originId.id();
    if (this.kind == Kind.ROOM && kind != Reference.Kind.CORRECTION) {
      String given = StanzaId.of(message, peer);
      boolean byOrigin = given == null && kind == Reference.Kind.RETRACTION;
      return distinct(given, byOrigin ? origin : null);
    }
    boolean originFirst = kind == Reference.Kind.REACTIONS || kind == Reference.Kind.REPLY;
    return originFirst ? distinct(origin, message.id()) : distinct(message.id(), origin);
  }

  private static List<String> distinct(@Nullable String first, @Nullable String second) {
    Set<String> ids = new LinkedHashSet<>(Collections.singletonList(first));
    ids.add(second);
    return ids.stream()
        .filter(id -> id != null && !id.isEmpty() && id.length() <= StanzaId.MAX_LENGTH)
        .toList();
  }

  // The messages.

  /**
   * A message with an id, so that it can be corrected and retracted later.
   *
   * @param text its text
   * @return the message
   * @throws IllegalArgumentException if the text contains a character that XML does not allow
   */
  public Message message(String text) {
    return builder().body(text).build();
  }

  private Message.Builder builder() {
    String id = UUID.randomUUID().toString();
    Message.Builder message = Message.builder(peer).id(id);
    return switch (kind) {
      case CONTACT -> message.type(Message.Type.CHAT);
      case OCCUPANT -> message.type(Message.Type.CHAT).payload(THROUGH_ROOM);
      case ROOM -> message.type(Message.Type.GROUPCHAT).payload(new OriginId(id));
    };
  }

  /**
   * The corrected version of a message (XEP-0308, section 3). It has all other payloads of the
   * original, as required.
   *
   * @param original the original, or its last correction; sent by this user, as it was sent or as
   *     it came back
   * @param text the new text
   * @return the message to send
   * @throws IllegalArgumentException if another user sent the original, if it has no id, if it is
   *     {@linkplain Encryption encrypted}, or if the text contains a character that XML does not
   *     allow
   */
  public Message correctionOf(Message original, String text) {
    String own = ownId(original, Reference.Kind.CORRECTION);
    Correction before = original.payload(Correction.TYPE);
    if (original.payload(Encryption.TYPE) != null) {
      throw new IllegalArgumentException(
          "original: encrypted (expected: the message before it was encrypted)");
    }
    Message.Builder message = builder().type(original.type()).body(text);
    if (original.lang() != null) {
      message.lang(original.lang());
    }
    for (Element payload : original.element().children()) {
      if (Correctable.stays(payload)) {
        message.payload(payload);
      }
    }
    return message.payload(before == null ? new Correction(own) : before).build();
  }

  /**
   * The retraction of a message (XEP-0424, section 3), with an English text for clients that don't
   * know retractions.
   *
   * @param original the message; sent by this user. In a room, as it came back
   * @return the message to send
   * @throws IllegalArgumentException as {@link #retractionOf(Message, String)}
   */
  public Message retractionOf(Message original) {
    return retractionOf(original, RETRACTED);
  }

  /**
   * The retraction of a message (XEP-0424, section 3).
   *
   * @param original the message; sent by this user. In a room, as it came back
   * @param fallback the text for clients that don't know retractions
   * @return the message to send
   * @throws IllegalArgumentException if another user sent the original, if it has no {@linkplain
   *     #ids id}, or if the text contains a character that XML does not allow
   */
  public Message retractionOf(Message original, String fallback) {
    String id = ownId(original, Reference.Kind.RETRACTION);
    return builder()
        .type(original.type())
        .body(fallback)
        .payload(new Retraction(id, false))
        .payload(Fallback.all(Retraction.NAMESPACE))
        .payload(STORE)
        .build();
  }

  /**
   * All reactions of this user to a message, in place of earlier ones (XEP-0444, section 3).
   *
   * @param message the message, of this or another user. In a room, as it came back
   * @param emojis the reactions, at most {@value Reactions#MAX}; none to remove all
   * @return the message to send
   * @throws IllegalArgumentException if the message has no {@linkplain #ids id}, or a reaction is
   *     {@linkplain Reactions#isEmoji no emoji}
   */
  public Message reactionsTo(Message message, Set<String> emojis) {
    return reactionsTo(message, emojis, ReactionRestrictions.none());
  }

  /**
   * All reactions of this user to a message, for somebody who restricts them.
   *
   * @param message the message, of this or another user. In a room, as it came back
   * @param emojis the reactions, at most {@link ReactionRestrictions#most()}; none to remove all
   * @param restrictions those of the contact or the room
   * @return the message to send
   * @throws IllegalArgumentException as {@link #reactionsTo(Message, Set)}, or if the restrictions
   *     do not {@linkplain ReactionRestrictions#allows allow} the reactions
   */
  public Message reactionsTo(
      Message message, Set<String> emojis, ReactionRestrictions restrictions) {
    String id = id(message, Reference.Kind.REACTIONS);
    if (!restrictions.allows(emojis)) {
      throw new IllegalArgumentException(
          "emojis: %d that are not taken (expected: at most %d, each allowed)"
              .formatted(emojis.size(), restrictions.most()));
    }
    if (emojis.size() > Reactions.MAX || !emojis.stream().allMatch(Reactions::isEmoji)) {
      throw new IllegalArgumentException(
          "emojis: %d (expected: at most %d, each one emoji)"
              .formatted(emojis.size(), Reactions.MAX));
    }
    Message.Builder reactions = builder().payload(new Reactions(id, emojis));
    boolean keep = message.element().child("no-store", HINTS) == null;
    return keep ? reactions.payload(STORE).build() : reactions.build();
  }

  /**
   * A reply to a message (XEP-0461, section 3), with a quotation of it for clients that don't know
   * replies.
   *
   * @param message the message, of this or another user. In a room, as it came back
   * @param text the text of the reply
   * @return the message to send
   * @throws IllegalArgumentException if the message has no {@linkplain #ids id}, or the text
   *     contains a character that XML does not allow
   */
  public Message replyTo(Message message, String text) {
    String id = id(message, Reference.Kind.REPLY);
    Jid author = message.from() == null ? own : message.from();
    Message.Builder reply = builder().payload(new Reply(author, id));
    String quotation = Quotation.of(message);
    if (quotation.isEmpty()) {
      return reply.body(text).build();
    }
    return reply
        .body(quotation + text)
        .payload(Fallback.before(Reply.NAMESPACE, quotation))
        .build();
  }

  private String ownId(Message original, Reference.Kind kind) {
    if (this.kind != Kind.ROOM && !isOwn(original.from())) {
      throw new IllegalArgumentException("original: of another user (expected: an own message)");
    }
    return id(original, kind);
  }

  private String id(Message message, Reference.Kind kind) {
    List<String> ids = ids(message, kind);
    if (ids.isEmpty()) {
      throw new IllegalArgumentException(
          "message: no id for a reference of kind %s (expected: %s)"
              .formatted(
                  kind,
                  this.kind == Kind.ROOM ? "an id that the room gave it" : "an id of its own"));
    }
    return ids.get(0);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Conversation that
        && kind == that.kind
        && own.equals(that.own)
        && peer.equals(that.peer);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, own, peer);
  }

  @Override
  public String toString() {
    return "Conversation[%s, %s]".formatted(kind, peer);
  }
}
