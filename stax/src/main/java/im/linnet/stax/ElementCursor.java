package im.linnet.stax;

import im.linnet.xml.Element;
import im.linnet.xml.Node;
import java.util.NoSuchElementException;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/** Traverses an element in document order, one StAX event per step, without recursion. */
final class ElementCursor {

  private final Element root;
  private int event = XMLStreamConstants.START_DOCUMENT;
  private @Nullable OpenElement open;
  private String text = "";

  ElementCursor(Element root) {
    this.root = root;
  }

  /** The type of the current event, from {@link XMLStreamConstants}. */
  int event() {
    return event;
  }

  /** Returns whether the current event is one of these. */
  boolean isAt(int first, int second) {
    return event == first || event == second;
  }

  /** The element that starts or ends here, or that contains this text; null outside the root. */
  @Nullable OpenElement open() {
    return open;
  }

  /** The text of a {@link XMLStreamConstants#CHARACTERS} event. */
  String text() {
    return text;
  }

  int next() {
    switch (event) {
      case XMLStreamConstants.START_DOCUMENT -> enter(root);
      case XMLStreamConstants.END_DOCUMENT ->
          throw new NoSuchElementException("next: the element has ended");
      case XMLStreamConstants.END_ELEMENT -> leave();
      default -> advance();
    }
    return event;
  }

  private void enter(Element element) {
    open = new OpenElement(element, open);
    event = XMLStreamConstants.START_ELEMENT;
  }

  private void leave() {
    if (open != null) {
      open = open.around();
    }
    if (open == null) {
      event = XMLStreamConstants.END_DOCUMENT;
    } else {
      advance();
    }
  }

  private void advance() {
    Node node = open == null ? null : open.nextNode();
    if (node instanceof Element child) {
      enter(child);
    } else if (node instanceof Node.Text characters) {
      text = characters.value();
      event = XMLStreamConstants.CHARACTERS;
    } else {
      event = XMLStreamConstants.END_ELEMENT;
    }
  }
}
