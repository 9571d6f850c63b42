package im.linnet.testkit.xml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Sibling elements, as in a client's stream. */
public final class XmlFragment {
  private static final String HEADER =
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

  private XmlFragment() {}

  /**
   * Parses elements as in a client's stream: {@code jabber:client} is the default namespace and
   * {@code stream:} is bound.
   *
   * @param xml any number of elements
   * @return the elements
   * @throws IllegalArgumentException if the text is not well-formed
   */
  public static List<XmlElement> parse(String xml) {
    String document = HEADER + xml + "</stream:stream>";
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    List<XmlElement> all = new ArrayList<>();
    try {
      XmlStreamReader reader = XmlStreamReader.open(new ByteArrayInputStream(bytes));
      for (XmlElement next = reader.next(); next != null; next = reader.next()) {
        all.add(next);
      }
      return all;
    } catch (IOException e) {
      throw new IllegalArgumentException("XML fragment: " + e.getMessage() + ": " + xml, e);
    }
  }
}
