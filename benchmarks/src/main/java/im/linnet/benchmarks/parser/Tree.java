package im.linnet.benchmarks.parser;

import java.util.Arrays;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The tree that a StAX user would build: immutable, namespaces resolved, no prefixes; the same
 * information as in an {@link im.linnet.xml.Element}.
 */
final class Tree {

  private static final Attribute[] NO_ATTRIBUTES = {};
  private static final Object[] NO_CONTENT = {};

  private final String namespace;
  private final String name;
  private final Attribute[] attributes;

  /** Strings and trees. */
  private final Object[] content;

  private Tree(String namespace, String name, Attribute[] attributes, Object[] content) {
    this.namespace = namespace;
    this.name = name;
    this.attributes = attributes;
    this.content = content;
  }

  /** One attribute. */
  record Attribute(String namespace, String name, String value) {}

  /** Reads each name, attribute and text once. */
  long sum() {
    long sum = (long) name.length() + namespace.length();
    for (Attribute attribute : attributes) {
      sum += attribute.name().length() + attribute.namespace().length();
      sum += attribute.value().length();
    }
    for (Object node : content) {
      sum += node instanceof Tree child ? child.sum() : ((String) node).length();
    }
    return sum;
  }

  /** Builds trees from the events of a reader, with two stacks for the open parts. */
  static final class Builder {

    private static final class Open {
      private String namespace = "";
      private String name = "";
      private Attribute[] attributes = NO_ATTRIBUTES;
      private int content;
    }

    private final Open[] open = Stream.generate(Open::new).limit(64).toArray(Open[]::new);
    private Object[] content = new Object[64];
    private int depth;
    private int size;

    /** The sum of all stanzas complete so far. */
    private long total;

    long total() {
      return total;
    }

    void event(int event, XMLStreamReader reader) throws XMLStreamException {
      switch (event) {
        case XMLStreamReader.START_ELEMENT -> start(reader);
        case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA -> {
          if (depth > 1) {
            add(reader.getText());
          }
        }
        case XMLStreamReader.END_ELEMENT -> end();
        default -> {
          // The declaration, and the ends of the document.
        }
      }
    }

    private void start(XMLStreamReader reader) {
      Open started = open[depth++];
      started.namespace = orEmpty(reader.getNamespaceURI());
      started.name = reader.getLocalName();
      started.attributes = attributes(reader);
      started.content = size;
    }

    private static Attribute[] attributes(XMLStreamReader reader) {
      int count = reader.getAttributeCount();
      if (count == 0) {
        return NO_ATTRIBUTES;
      }
      Attribute[] attributes = new Attribute[count];
      for (int i = 0; i < count; i++) {
        attributes[i] =
            new Attribute(
                orEmpty(reader.getAttributeNamespace(i)),
                reader.getAttributeLocalName(i),
                reader.getAttributeValue(i));
      }
      return attributes;
    }

    private void add(Object node) {
      if (size == content.length) {
        content = Arrays.copyOf(content, size * 2);
      }
      content[size++] = node;
    }

    private void end() {
      Open done = open[--depth];
      if (depth == 0) {
        return;
      }
      Object[] own =
          size == done.content ? NO_CONTENT : Arrays.copyOfRange(content, done.content, size);
      size = done.content;
      Tree tree = new Tree(done.namespace, done.name, done.attributes, own);
      if (depth > 1) {
        add(tree);
      } else {
        total += tree.sum();
      }
    }

    private static String orEmpty(@Nullable String namespace) {
      return namespace == null ? "" : namespace;
    }
  }
}
