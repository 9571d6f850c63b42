package im.linnet.xml;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * The attributes or the content of an {@link Element} as an unmodifiable list: a view, not a copy.
 */
abstract sealed class HeldList<T> extends AbstractList<T> implements RandomAccess {

  private final int size;

  private HeldList(int size) {
    this.size = size;
  }

  @Override
  public final int size() {
    return size;
  }

  /** The attributes. */
  static final class OfAttributes extends HeldList<Attribute> {
    private final Attribute[] attributes;

    OfAttributes(Attribute[] attributes) {
      super(attributes.length);
      this.attributes = attributes;
    }

    @Override
    public Attribute get(int index) {
      return attributes[index];
    }
  }

  /** The content; text is stored as a string. */
  static final class OfNodes extends HeldList<Node> {
    private final Element element;

    OfNodes(Element element) {
      super(element.size());
      this.element = element;
    }

    @Override
    public Node get(int index) {
      Object node = element.node(index);
      return node instanceof Element child ? child : new Node.Text((String) node);
    }
  }
}
