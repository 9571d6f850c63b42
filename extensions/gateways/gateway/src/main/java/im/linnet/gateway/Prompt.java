package im.linnet.gateway;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import im.linnet.xml.XmlText;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway asks for when a contact is to be added (XEP-0100, section 6.3).
 *
 * @param description a sentence to show to the user, such as "Please enter the Windows Live
 *     Messenger address of the person you would like to contact."; or null
 * @param label the name of what the user enters, such as "Contact ID"; or null, as some gateways
 *     give none
 */
public record Prompt(@Nullable String description, @Nullable String label) implements Payload {

  /** The namespace. */
  public static final String NAMESPACE = "jabber:iq:gateway";

  /** Reads the payload. */
  public static final Type<Prompt> TYPE = new Type<>("query", NAMESPACE, Prompt::of);

  /** As much as a person would read. */
  private static final int MAX_TEXT = 1024;

  /**
   * Reads a prompt. Runs of whitespace become one blank; texts are cut to 1,024 characters.
   *
   * @param query the {@code <query/>}
   * @return the prompt
   * @throws IllegalArgumentException if it is another element, or has neither text nor a prompt
   */
  public static Prompt of(Element query) {
    if (!query.is("query", NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <query xmlns='%s'/>)".formatted(query, NAMESPACE));
    }
    String description = query.childText("desc");
    String label = query.childText("prompt");
    if (description == null && label == null) {
      throw new IllegalArgumentException("a query without <desc/> and <prompt/>");
    }
    return new Prompt(line(description), line(label));
  }

  private static @Nullable String line(@Nullable String text) {
    String line = text == null ? "" : text.strip().replaceAll("\\s+", " ");
    return line.isEmpty() ? null : XmlText.cut(line, MAX_TEXT);
  }

  @Override
  public Element toElement() {
    ElementBuilder query = Element.builder("query", NAMESPACE);
    if (description != null) {
      query.child("desc", description);
    }
    return query.child("prompt", label == null ? "" : label).build();
  }
}
