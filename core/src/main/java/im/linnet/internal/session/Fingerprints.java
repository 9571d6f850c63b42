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
 * archives gave it (XEP-0359).
 *
 * <p>Not thread-safe.
 */
final class Fingerprints {

  private static final String CLIENT = "jabber:client";
  private static final int WORD = 4;
  private static final int CHUNK = 32 * WORD;

  /** The same namespace as outside. No text is so long. */
  private static final long SAME = -1;

  private static final long END = -2;

  private final long seed;
  private final long factor;
  private final char[] chunk = new char[CHUNK];

  Fingerprints(RandomGenerator random) {
    seed = random.nextLong();
    factor = random.nextLong() | 1;
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
    return nodes(mixed(identity, sum), message, isMessage(message)) | 1;
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
    return text(text(text(seed, attribute.namespace()), attribute.name()), attribute.value());
  }

  private long nodes(long before, Element element, boolean inMessage) {
    long hash = before;
    List<Node> nodes = element.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (node instanceof Node.Text text) {
        hash = text(hash + 1, text.value());
      } else if (node instanceof Element child && !(inMessage && isAdded(child))) {
        hash = element(hash + 2, child, element.namespace());
      }
    }
    return mixed(hash, END);
  }

  private long element(long before, Element element, String outer) {
    String namespace = element.namespace();
    long hash = text(before, element.name());
    hash = namespace.equals(outer) ? mixed(hash, SAME) : text(hash, namespace);
    List<Attribute> attributes = element.attributes();
    long sum = attributes.size();
    for (int i = 0; i < attributes.size(); i++) {
      sum += of(attributes.get(i));
    }
    return nodes(mixed(hash, sum), element, isMessage(element));
  }

  private static boolean isMessage(Element element) {
    return element.is("message", CLIENT);
  }

  private static boolean isAdded(Element child) {
    return switch (child.namespace()) {
      case "urn:xmpp:delay" -> child.name().equals("delay");
      case "jabber:x:delay" -> child.name().equals("x");
      case "urn:xmpp:sid:0" -> child.name().equals("stanza-id");
      default -> false;
    };
  }

  private long text(long before, String text) {
    int length = text.length();
    long hash = mixed(before, length);
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      text.getChars(from, from + size, chunk, 0);
      hash = chunk(hash, size);
    }
    return hash;
  }

  private long chunk(long before, int size) {
    char[] chars = chunk;
    long hash = before;
    int at = 0;
    for (; at + WORD <= size; at += WORD) {
      long word =
          chars[at]
              | (long) chars[at + 1] << 16
              | (long) chars[at + 2] << 32
              | (long) chars[at + 3] << 48;
      hash = mixed(hash, word);
    }
    long rest = 0;
    for (int i = at; i < size; i++) {
      rest = rest << 16 | chars[i];
    }
    return at == size ? hash : mixed(hash, rest);
  }

  /** Both halves of a product with what nobody knows. */
  private long mixed(long hash, long word) {
    long sum = hash ^ word;
    return Math.multiplyHigh(sum, factor) ^ sum * factor;
  }
}
