package im.linnet.references;

import im.linnet.stanza.Message;
import im.linnet.stanza.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What a message says about another message. Anybody can write one: {@link Conversation#allows}
 * says whether the sender may.
 */
public sealed interface Reference extends Payload permits Correction, Retraction, Reactions, Reply {

  /** The kinds of references. They differ in the id that they use, see {@link Conversation#ids}. */
  enum Kind {
    /** A {@link Correction}. */
    CORRECTION,
    /** A {@link Retraction}. */
    RETRACTION,
    /** {@link Reactions}. */
    REACTIONS,
    /** A {@link Reply}. */
    REPLY
  }

  /** {@return the kind} */
  Kind kind();

  /** {@return the id of the other message, at most 1,024 characters} */
  String id();

  /**
   * The reference in a message. A corrected reply contains two: it is a correction, whose new
   * content is a reply.
   *
   * @param message the message
   * @return the first well-formed one of a retraction, a correction, reactions and a reply; null if
   *     there is none, or if the message came back with an error
   */
  static @Nullable Reference of(Message message) {
    if (message.type() == Message.Type.ERROR) {
      return null;
    }
    Reference found = Retraction.in(message);
    if (found == null) {
      found = message.payload(Correction.TYPE);
    }
    if (found == null) {
      found = message.payload(Reactions.TYPE);
    }
    return found == null ? message.payload(Reply.TYPE) : found;
  }
}
