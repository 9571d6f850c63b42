package im.linnet.repeats;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import im.linnet.xml.Node;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Recognises messages that a client receives a second time: because a server resends what the
 * client already had when its connection was lost, or because the sender did not know whether the
 * message had arrived and sent it again under the same id. Outlives connections.
 *
 * <p>A repetition has the sender, type, id and content of a message received recently; what {@link
 * Fingerprints} leaves out may differ, and so may the addressee. An id alone is not enough, because
 * some senders use one id for many messages: once an id was seen with two contents, nothing under
 * it is a repetition any more. A sender that restarts may count its ids from the start again: its
 * unavailable presence makes them forgotten.
 *
 * <p>These messages may be sent twice on purpose and are never repetitions:
 *
 * <ul>
 *   <li>those without id;
 *   <li>errors, which answer what this side may have sent twice;
 *   <li>archive results (XEP-0313) and the history of a room (XEP-0045, section 7.2.15), which are
 *       sent as often as they are requested;
 *   <li>events (XEP-0060), which are sent again to a client that comes online again.
 * </ul>
 *
 * <p>A carbon copy (XEP-0280) has the sender, the id and the addressee of the message in it. Not
 * thread-safe.
 */
final class RecentMessages {

  /**
   * Longer than servers keep a lost stream; much shorter than the time until a client reuses its
   * ids.
   */
  static final int KEEP_SECONDS = (int) TimeUnit.MINUTES.toSeconds(30);

  private final int limit;
  private final LongSupplier nanoTime;
  private final long start;
  private @Nullable Memory memory;

  /** Allocated when the first message with an id is received. */
  private record Memory(Fingerprints fingerprints, Sightings sightings) {}

  /**
   * Creates an empty memory.
   *
   * @param limit how many messages to remember, 1 to {@link Sightings#MAX}
   * @param nanoTime the time in nanoseconds, never decreasing
   */
  RecentMessages(int limit, LongSupplier nanoTime) {
    this.limit = limit;
    this.nanoTime = nanoTime;
    start = nanoTime.getAsLong();
  }

  /** Whether the message was received before. Remembers it. */
  boolean isRepeated(Message message) {
    Element element = message.element();
    String type = element.attribute("type");
    if ("error".equals(type) || isToldAgain(message, "groupchat".equals(type))) {
      return false;
    }
    Element copied = copied(element);
    String id = (copied == null ? element : copied).attribute("id");
    return id != null && isRepeated(element, text(type), id, copied);
  }

  /** Forgets the ids of the sender of an unavailable presence. */
  void noteLeaving(Presence presence) {
    String from = presence.element().attribute("from");
    Memory known = memory;
    if (known != null && from != null && presence.type() == Presence.Type.UNAVAILABLE) {
      known.sightings.forget(owner(known, from));
    }
  }

  private static int owner(Memory known, String from) {
    return (int) known.fingerprints.sender(from);
  }

  private boolean isRepeated(Element element, String type, String id, @Nullable Element copied) {
    Memory known = memory();
    Fingerprints fingerprints = known.fingerprints;
    long identity = fingerprints.identity(text(element.attribute("from")), type, id);
    if (copied != null) {
      identity =
          fingerprints.identity(
              identity, text(copied.attribute("from")), text(copied.attribute("to")));
    }
    long content = fingerprints.content(element, identity);
    int owner = owner(known, text((copied == null ? element : copied).attribute("from")));
    long thing = ((long) owner << 32) | (identity & 0xFFFF_FFFFL);
    int now = (int) TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - start);
    return known.sightings.isRepeated(thing, content, now);
  }

  private Memory memory() {
    Memory known = memory;
    if (known == null) {
      known = new Memory(new Fingerprints(new SecureRandom()), new Sightings(limit, KEEP_SECONDS));
      memory = known;
    }
    return known;
  }

  private static String text(@Nullable String attribute) {
    return attribute == null ? "" : attribute;
  }

  private static boolean isToldAgain(Message message, boolean groupchat) {
    List<Node> nodes = message.element().nodes();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof Element child) {
        boolean toldAgain =
            switch (child.namespace()) {
              case "http://jabber.org/protocol/pubsub#event" -> true;
              case "urn:xmpp:mam:0", "urn:xmpp:mam:1", "urn:xmpp:mam:2" -> true;
              case "urn:xmpp:mam:tmp" -> child.name().equals("result");
              case "urn:xmpp:delay", "jabber:x:delay" -> groupchat && isHistory(child, message);
              default -> false;
            };
        if (toldAgain) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether a delay marks history: the stamp names the room, its service or nobody, not a server
   * that resends.
   */
  private static boolean isHistory(Element delay, Message message) {
    String by = delay.attribute("from");
    Jid occupant = message.from();
    return by == null
        || (occupant != null
            && (by.startsWith(occupant.bare().toString()) || by.equals(occupant.domain())));
  }

  /** The message inside a carbon copy. */
  private static @Nullable Element copied(Element message) {
    List<Node> nodes = message.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof Element child && child.namespace().equals("urn:xmpp:carbons:2")) {
        Element forwarded = child.child("forwarded", "urn:xmpp:forward:0");
        return forwarded == null ? null : forwarded.child("message", Stanza.NAMESPACE);
      }
    }
    return null;
  }
}
