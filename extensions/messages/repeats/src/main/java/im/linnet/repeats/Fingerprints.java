package im.linnet.repeats;

import im.linnet.stanza.Stanza;
import im.linnet.xml.Attribute;
import im.linnet.xml.Element;
import im.linnet.xml.Node;
import java.util.List;
import java.util.Random;

/**
 * Computes fingerprints of messages, equal for messages with equal content. A fingerprint has 64
 * bits, by {@link SipHash} and a secret key: two different messages share one only by chance (1 in
 * 2^63), and a sender can't craft a message with the fingerprint of another's.
 *
 * <p>A fingerprint covers names, attributes in any order, and content in order. Of a {@code
 * message}, at the top or forwarded in another, it leaves out what servers add and what may differ
 * when the same message is sent again: delays (XEP-0203, XEP-0091) and archive ids (XEP-0359, and
 * XEP-0313 before it).
 *
 * <p>Not thread-safe.
 */
final class Fingerprints {

  private static final String CLIENT = Stanza.NAMESPACE;
  private static final long TEXT = 1L << 32;
  private static final long ELEMENT = 2L << 32;
  private static final long END = 3L << 32;

  private final SipHash whole;

  /** Hashes single attributes while the whole is being hashed. */
  private final SipHash part;

  Fingerprints(Random random) {
    long key0 = random.nextLong();
    long key1 = random.nextLong();
    whole = new SipHash(key0, key1);
    part = new SipHash(key0, key1);
  }

  /** The fingerprint of a sender. */
  long sender(String from) {
    whole.start();
    add(whole, from);
    return whole.end(END);
  }

  /** The fingerprint of sender, type and id. */
  long identity(String from, String type, String id) {
    whole.start();
    add(whole, from);
    add(whole, type);
    add(whole, id);
    return whole.end(END);
  }

  /** Adds the addresses of a forwarded message. */
  long identity(long outer, String from, String to) {
    whole.start();
    whole.add(outer);
    add(whole, from);
    add(whole, to);
    return whole.end(END);
  }

  /**
   * The fingerprint of the content beyond the identity, never 0; language and addressee are left
   * out.
   */
  long content(Element message, long identity) {
    List<Attribute> attributes = message.attributes();
    long sum = 0;
    for (int i = 0; i < attributes.size(); i++) {
      Attribute attribute = attributes.get(i);
      if (!isEnvelope(attribute)) {
        sum += of(attribute);
      }
    }
    whole.start();
    whole.add(identity);
    whole.add(sum);
    addNodes(message, isMessage(message));
    return whole.end(END) | 1;
  }

  private static boolean isEnvelope(Attribute attribute) {
    return switch (attribute.name()) {
      case "from", "to", "type", "id" -> attribute.namespace().isEmpty();
      case "lang" -> attribute.namespace().equals(Element.XML_NAMESPACE);
      default -> false;
    };
  }

  /** The fingerprint of an attribute, independent of its position. */
  private long of(Attribute attribute) {
    part.start();
    add(part, attribute.value());
    return part.end(name(attribute.namespace(), attribute.name()));
  }

  private void addNodes(Element element, boolean inMessage) {
    List<Node> nodes = element.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (node instanceof Node.Text text) {
        add(whole, text.value());
      } else if (node instanceof Element child && !(inMessage && isAdded(child))) {
        add(child);
      }
    }
  }

  private void add(Element element) {
    List<Attribute> attributes = element.attributes();
    long sum = attributes.size();
    for (int i = 0; i < attributes.size(); i++) {
      sum += of(attributes.get(i));
    }
    whole.add(ELEMENT);
    whole.add(name(element.namespace(), element.name()));
    whole.add(sum);
    addNodes(element, isMessage(element));
    whole.add(END);
  }

  /** Adds a text with its length before it, so that two texts never equal two others. */
  private static void add(SipHash hash, String text) {
    hash.add(TEXT | text.length());
    hash.add(text);
  }

  /** Names come from protocols: Java's hash code distinguishes them well enough, and is cached. */
  private static long name(String namespace, String name) {
    return ((long) namespace.hashCode() << 32) | (name.hashCode() & 0xFFFF_FFFFL);
  }

  private static boolean isMessage(Element element) {
    return element.is("message", CLIENT);
  }

  private static boolean isAdded(Element child) {
    return switch (child.namespace()) {
      case "urn:xmpp:delay" -> child.name().equals("delay");
      case "jabber:x:delay" -> child.name().equals("x");
      case "urn:xmpp:sid:0" -> child.name().equals("stanza-id");
      case "urn:xmpp:mam:tmp" -> child.name().equals("archived");
      default -> false;
    };
  }
}
