package im.linnet.blocking;

import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The items of a block list, a push or a request (XEP-0191, section 3). */
final class BlockedItems {

  private static final Logger LOG = LoggerFactory.getLogger(BlockedItems.class);

  private BlockedItems() {}

  /** Writes a request. */
  static Element of(String name, Set<Jid> jids) {
    ElementBuilder request = Element.builder(name, Blocking.NAMESPACE);
    jids.forEach(jid -> request.child(item(jid).build()));
    return request.build();
  }

  /**
   * Writes a request to block an address, with a report.
   *
   * @throws IllegalArgumentException if the report contains what can't be sent
   */
  static Element reported(Jid jid, Report report) {
    return Element.builder("block", Blocking.NAMESPACE)
        .child(item(jid).child(report.toElement()).build())
        .build();
  }

  private static ElementBuilder item(Jid jid) {
    return Element.builder("item", Blocking.NAMESPACE).attribute("jid", jid.toString());
  }

  /**
   * Reads the answer with the list.
   *
   * @throws IllegalArgumentException if it is something else or too long
   */
  static Set<Jid> list(Iq answer) {
    Element list = answer.element().child("blocklist", Blocking.NAMESPACE);
    if (list == null) {
      throw new IllegalArgumentException("something else than a block list");
    }
    Set<Jid> jids = in(list);
    long characters = jids.stream().mapToLong(jid -> jid.toString().length()).sum();
    if (jids.size() > BlockList.MOST || characters > BlockList.MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "entries: %d with %d characters (expected: <= %d with <= %d)"
              .formatted(jids.size(), characters, BlockList.MOST, BlockList.MOST_CHARACTERS));
    }
    return jids;
  }

  /** The well-formed items of an element, each once, in order. */
  static Set<Jid> in(Element element) {
    Set<Jid> jids = new LinkedHashSet<>();
    for (Element item : element.children("item", Blocking.NAMESPACE)) {
      String jid = item.attribute("jid");
      try {
        jids.add(Jid.received(jid == null ? "" : jid));
      } catch (IllegalArgumentException malformed) {
        LOG.debug("Left out an entry of the block list whose address is malformed");
      }
    }
    return jids;
  }
}
