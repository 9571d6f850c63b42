package im.linnet.carbons;

import im.linnet.carbons.Carbon.Direction;
import im.linnet.forwarding.Copied;
import im.linnet.jid.JidCache;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import im.linnet.xml.Languages;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a copy by the message in it, with a mark, and removes the mark from all other messages.
 * Filters for repeated messages, which are nearer to the wire, see the copy as it arrived; those
 * for content see the message.
 *
 * @param carbons whose copies they are
 */
record CopiesAmongMessages(Carbons carbons) implements Filter {

  private static final String MARK = Copied.TYPE.name();

  /** What other extensions take out of the general flow: for rooms, for nodes, for archives. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "http://jabber.org/protocol/muc#user",
          "jabber:x:conference",
          "http://jabber.org/protocol/pubsub#event",
          "urn:xmpp:mam:2");

  @Override
  public Layer layer() {
    return Layer.PROTECTION;
  }

  /** A copy that the user passes on is no copy to who receives it. */
  @Override
  public Verdict outgoing(Stanza stanza) {
    return asOrdinary(stanza);
  }

  @Override
  public Verdict incoming(Stanza stanza) {
    if (stanza instanceof Message message && carbons.isByServer(message)) {
      for (Direction direction : Direction.values()) {
        if (message.element().child(Carbons.name(direction), Carbons.NAMESPACE) != null) {
          Message copy = copy(direction, message);
          return copy == null ? asOrdinary(message) : Verdict.replace(copy);
        }
      }
    }
    return asOrdinary(stanza);
  }

  /** The message to deliver; null to leave the copy to the claim on copies. */
  private @Nullable Message copy(Direction direction, Message outer) {
    Carbon carbon = carbons.read(direction, outer.element());
    if (carbon == null || isElsewhere(carbon.message())) {
      return null;
    }
    Element marked =
        carbon.message().element().toBuilder()
            .child((direction == Direction.SENT ? Copied.SENT : Copied.RECEIVED).toElement())
            .build();
    carbons.tell(carbon);
    return message(marked, outer.languages());
  }

  private static boolean isElsewhere(Message message) {
    return message.type() == Message.Type.GROUPCHAT
        || message.element().children().stream()
            .anyMatch(child -> ELSEWHERE.contains(child.namespace()));
  }

  private static Verdict asOrdinary(Stanza stanza) {
    return stanza instanceof Message message && isMarked(message)
        ? Verdict.replace(unmarked(message))
        : Verdict.pass();
  }

  private static boolean isMarked(Message message) {
    return message.element().child(MARK, Copied.NAMESPACE) != null;
  }

  /** The message without marks that somebody else has written. */
  static Message unmarked(Message message) {
    return isMarked(message)
        ? message(
            message.element().toBuilder().without(MARK, Copied.NAMESPACE).build(),
            message.languages())
        : message;
  }

  private static Message message(Element element, Languages languages) {
    Stanza stanza = Stanza.of(element, new JidCache(1), languages);
    if (stanza instanceof Message message) {
      return message;
    }
    throw new IllegalStateException("stanza: " + stanza);
  }
}
