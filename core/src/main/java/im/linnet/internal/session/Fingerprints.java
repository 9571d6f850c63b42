package im.linnet.internal.session;

import im.linnet.xml.Attribute;
import im.linnet.xml.Element;
import im.linnet.xml.Node;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes numbers of what messages say, equal for messages that say the same. A number has 64 bits
 * and depends on a key that nobody else knows: two messages that differ have the same one by chance
 * alone (1 in 2^63), and a sender can't choose a message that has the number of another's.
 *
 * <p>The number is of names, attributes in any order, and content in order. Of a {@code message},
 * at the top or forwarded in another, it leaves out what servers add and what may be different when
 * the same message is sent again: when it was delayed (XEP-0203, XEP-0091) and the ids that
 * archives gave it (XEP-0359, and XEP-0313 before it).
 *
 * <p>Not thread-safe.
 */
final class Fingerprints {

  private static final String CLIENT = "jabber:client";
  private static final int STEP = 8;
  private static final int CHUNK = 16 * STEP;
  private static final long END = -1;

  private final long seed;
  private final long secret;
  private final char[] chunk = new char[CHUNK];

  Fingerprints(RandomGenerator random) {
    seed = random.nextLong();
    secret = random.nextLong();
  }

  /** Who sent it. */
  long sender(String from) {
    return text(seed, from);
  }

  /** Who sent what kind of message under which id. */
  long identity(String from, String type, String id) {
    return text(text(text(seed, from), type), id);
  }

  /** Goes on with the addresses of a message in a message. */
  long identity(long outer, String from, String to) {
    return text(text(outer, from), to);
  }

  /** What a message says beyond its identity, never 0; its language and addressee are left out. */
  long content(Element message, long identity) {
    List<Attribute> attributes = message.attributes();
    long sum = 0;
    for (int i = 0; i < attributes.size(); i++) {
      Attribute attribute = attributes.get(i);
      if (!isEnvelope(attribute)) {
        sum += of(attribute);
      }
    }
    return nodes(mixed(identity, sum, 0), message, isMessage(message)) | 1;
  }

  private static boolean isEnvelope(Attribute attribute) {
    return switch (attribute.name()) {
      case "from", "to", "type", "id" -> attribute.namespace().isEmpty();
      case "lang" -> attribute.namespace().equals(Element.XML_NAMESPACE);
      default -> false;
    };
  }

  /** One that does not depend on what stands before it. */
  private long of(Attribute attribute) {
    return text(seed ^ name(attribute.namespace(), attribute.name()), attribute.value());
  }

  private long nodes(long before, Element element, boolean inMessage) {
    long hash = before;
    List<Node> nodes = element.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (node instanceof Node.Text text) {
        hash = text(hash, text.value());
      } else if (node instanceof Element child && !(inMessage && isAdded(child))) {
        hash = element(hash, child);
      }
    }
    return mixed(hash, END, nodes.isEmpty() ? 0 : 1);
  }

  private long element(long before, Element element) {
    List<Attribute> attributes = element.attributes();
    long sum = attributes.size();
    for (int i = 0; i < attributes.size(); i++) {
      sum += of(attributes.get(i));
    }
    long hash = mixed(before, name(element.namespace(), element.name()), sum);
    return nodes(hash, element, isMessage(element));
  }

  /** Names are words of protocols: how Java hashes them tells them apart, and is known already. */
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

  private long text(long before, String text) {
    int length = text.length();
    long hash = before + length;
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      text.getChars(from, from + size, chunk, 0);
      hash = chunk(hash, size);
    }
    return length == 0 ? mixed(hash, 0, 0) : hash;
  }

  private long chunk(long before, int size) {
    char[] chars = chunk;
    for (int i = size; i < ((size + STEP - 1) & -STEP); i++) {
      chars[i] = 0;
    }
    long hash = before;
    for (int at = 0; at < size; at += STEP) {
      hash = mixed(hash, word(chars, at), word(chars, at + 4));
    }
    return hash;
  }

  private static long word(char[] chars, int at) {
    return chars[at]
        | ((long) chars[at + 1] << 16)
        | ((long) chars[at + 2] << 32)
        | ((long) chars[at + 3] << 48);
  }

  /** Both halves of a product, of which nobody knows either factor. */
  private long mixed(long hash, long one, long other) {
    long a = one ^ secret;
    long b = other ^ hash;
    return Math.multiplyHigh(a, b) ^ (a * b);
  }
}
