package im.linnet.repeats;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.xml.Element;
import im.linnet.xml.Node;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds messages that a client receives a second time: because a server sent again what the client
 * had when its connection was lost, or because the sender, told that nobody knows whether a message
 * arrived, sent it again under the same id. Outlives connections.
 *
 * <p>A message comes again when sender, type, id and content are those of one received lately; what
 * {@link Fingerprints} leaves out may differ, and so may the addressee. An id alone says nothing,
 * as there are senders that use one for many messages: once an id was seen with two contents,
 * nothing under it is taken for a repetition any more. And a sender that went away and came back
 * may begin its ids anew: its unavailable presence ends the memory of them.
 *
 * <p>Never taken for one are messages that are rightly told twice:
 *
 * <ul>
 *   <li>those without id;
 *   <li>errors, which answer what this side has sent, perhaps twice;
 *   <li>results from an archive (XEP-0313) and the history of a room (XEP-0045, section 7.2.15),
 *       which are sent as often as they are asked for;
 *   <li>events (XEP-0060), which are told again to a client that is online again.
 * </ul>
 *
 * <p>A carbon copy (XEP-0280) has the sender, the id and the addressee of the message in it. Not
 * thread-safe.
 */
final class RecentMessages {

  /** Longer than servers keep a lost stream; much shorter than a client counts ids from 1 anew. */
  static final int KEEP_SECONDS = (int) TimeUnit.MINUTES.toSeconds(30);

  private final int limit;
  private final LongSupplier nanoTime;
  private final long start;
  private @Nullable Memory memory;

  /** What there is once a message with an id was received. */
  private record Memory(Fingerprints fingerprints, Sightings sightings) {}

  /**
   * Remembers nothing yet.
   *
   * @param limit how many messages to remember, 1 to {@link Sightings#MAX}
   * @param nanoTime the time in nanoseconds, never going back
   */
  RecentMessages(int limit, LongSupplier nanoTime) {
    this.limit = limit;
    this.nanoTime = nanoTime;
    start = nanoTime.getAsLong();
  }

  /** Whether the message was received before; it is remembered. */
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

  /** Forgets the ids of who goes away; nobody else learns of it. */
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

  /** A room, or its service, says of history that it delayed it; a server that resends says so. */
  private static boolean isHistory(Element delay, Message message) {
    String by = delay.attribute("from");
    Jid occupant = message.from();
    return by == null
        || (occupant != null
            && (by.startsWith(occupant.bare().toString()) || by.equals(occupant.domain())));
  }

  /** The message in a carbon copy. */
  private static @Nullable Element copied(Element message) {
    List<Node> nodes = message.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof Element child && child.namespace().equals("urn:xmpp:carbons:2")) {
        Element forwarded = child.child("forwarded", "urn:xmpp:forward:0");
        return forwarded == null ? null : forwarded.child("message", "jabber:client");
      }
    }
    return null;
  }
}
