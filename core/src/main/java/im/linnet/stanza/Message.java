package im.linnet.stanza;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import im.linnet.xml.Languages;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A message (RFC 6121, section 5): sent to its recipient, without an answer.
 *
 * <p>A message of type {@link Type#ERROR} is one that this client sent and that bounced, often with
 * its body: check {@link #error()} before using {@link #body()}.
 */
public final class Message extends Stanza {

  /** The kind of conversation (RFC 6121, section 5.2.2). */
  public enum Type {
    /** A message outside a conversation. */
    NORMAL,
    /** Part of a one-to-one conversation. */
    CHAT,
    /** Part of a conversation in a room. */
    GROUPCHAT,
    /** An alert to which no reply is expected. */
    HEADLINE,
    /** A message that bounced. */
    ERROR;

    private static final Type[] ALL = values();

    private final String wireName = name().toLowerCase(Locale.ROOT);

    static Type of(@Nullable String wireName) {
      for (Type type : ALL) {
        if (type.wireName.equals(wireName)) {
          return type;
        }
      }
      return NORMAL;
    }

    String wireName() {
      return wireName;
    }
  }

  Message(Element element, Function<String, Jid> addresses, Languages languages) {
    super(element, "message", addresses, languages);
  }

  private Message(Element element, @Nullable Jid from, @Nullable Jid to, Languages languages) {
    super(element, "message", from, to, languages);
  }

  /**
   * Reads a message.
   *
   * @param element the element
   * @return the message
   * @throws IllegalArgumentException if it is not a message or {@link Jid#received} rejects an
   *     address
   */
  public static Message of(Element element) {
    return new Message(element, Jid::received, Languages.ANY);
  }

  /**
   * Creates a chat message.
   *
   * @param to the recipient
   * @param body its text
   * @return the message
   * @throws IllegalArgumentException if the text contains a character that XML does not allow
   */
  public static Message chat(Jid to, String body) {
    return builder(to).type(Type.CHAT).body(body).build();
  }

  /**
   * Returns a builder of a message.
   *
   * @param to the recipient
   * @return a builder, not thread-safe
   */
  public static Builder builder(Jid to) {
    return new Builder(
        Element.builder("message", NAMESPACE).attribute("to", to.toString()),
        null,
        to,
        Languages.ANY);
  }

  /** {@return a builder initialised with this message} */
  public Builder toBuilder() {
    return new Builder(element().toBuilder(), from(), to(), languages());
  }

  /** {@return the kind; {@link Type#NORMAL} if absent or unknown} */
  public Type type() {
    return Type.of(element().attribute("type"));
  }

  /**
   * Returns the text. If there are several languages (RFC 6121, section 5.2.3), one is chosen as
   * {@link Stanza} describes.
   *
   * @return the text, or null if there is none. In a message of type {@link Type#ERROR} it is the
   *     text that this client sent
   */
  public @Nullable String body() {
    return text("body");
  }

  /**
   * Returns the text in a language.
   *
   * @param language the preferred language, such as {@code de-CH}
   * @return the text in this language or a related one, see {@link Languages}; else that of {@link
   *     #body()}
   */
  public @Nullable String body(String language) {
    return text("body", language);
  }

  /** {@return the subject, or null; the language is chosen as for {@link #body()}} */
  public @Nullable String subject() {
    return text("subject");
  }

  /**
   * Returns the subject in a language.
   *
   * @param language the preferred language, such as {@code de-CH}
   * @return the subject in this language or a related one, see {@link Languages}; else that of
   *     {@link #subject()}
   */
  public @Nullable String subject(String language) {
    return text("subject", language);
  }

  /** {@return the id of the conversation, or null} */
  public @Nullable String thread() {
    return element().childText("thread");
  }

  /** Builds a {@link Message}. Not thread-safe. */
  public static final class Builder {

    private final ElementBuilder element;
    private @Nullable Jid from;
    private final @Nullable Jid to;
    private final Languages languages;

    private Builder(
        ElementBuilder element, @Nullable Jid from, @Nullable Jid to, Languages languages) {
      this.element = element;
      this.from = from;
      this.to = to;
      this.languages = languages;
    }

    /**
     * Sets the kind.
     *
     * @param type the kind
     * @return this builder
     */
    public Builder type(Type type) {
      element.attribute("type", type.wireName());
      return this;
    }

    /**
     * Sets the sender. Only streams with many addresses need it, such as those of components
     * (XEP-0114), where it is the component's domain unless set. Otherwise the server sets the
     * sender, and the client refuses to send a stanza whose sender is not its own address.
     *
     * @param address the sender, or null for none
     * @return this builder
     */
    public Builder from(@Nullable Jid address) {
      element.attribute("from", address == null ? null : address.toString());
      from = address;
      return this;
    }

    /**
     * Sets the id. Without one, the client generates an id when it sends the message.
     *
     * @param id the id
     * @return this builder
     */
    public Builder id(@Nullable String id) {
      element.attribute("id", id);
      return this;
    }

    /**
     * Sets the default language of the texts (RFC 6120, section 8.1.5). Without it, {@link
     * im.linnet.ClientBuilder#language} applies.
     *
     * @param tag a language tag, such as {@code de-CH}
     * @return this builder
     * @throws IllegalArgumentException if it contains a character that XML does not allow
     */
    public Builder lang(String tag) {
      element.lang(tag);
      return this;
    }

    /**
     * Sets the text that {@link Message#body()} returns. Texts in other languages are kept.
     *
     * @param text the text
     * @return this builder
     * @throws IllegalArgumentException if it contains a character that XML does not allow
     */
    public Builder body(String text) {
      element.childText("body", text, languages);
      return this;
    }

    /**
     * Sets the text in one language. Texts in other languages are kept.
     *
     * @param text the text
     * @param tag its language, such as {@code de-CH}
     * @return this builder
     * @throws IllegalArgumentException if one contains a character that XML does not allow
     */
    public Builder body(String text, String tag) {
      element.childText("body", text, tag);
      return this;
    }

    /**
     * Sets the subject that {@link Message#subject()} returns. Subjects in other languages are
     * kept.
     *
     * @param text the subject
     * @return this builder
     * @throws IllegalArgumentException if it contains a character that XML does not allow
     */
    public Builder subject(String text) {
      element.childText("subject", text, languages);
      return this;
    }

    /**
     * Sets the subject in one language. Subjects in other languages are kept.
     *
     * @param text the subject
     * @param tag its language, such as {@code de-CH}
     * @return this builder
     * @throws IllegalArgumentException if one contains a character that XML does not allow
     */
    public Builder subject(String text, String tag) {
      element.childText("subject", text, tag);
      return this;
    }

    /**
     * Sets the id of the conversation.
     *
     * @param thread the id
     * @return this builder
     * @throws IllegalArgumentException if it contains a character that XML does not allow
     */
    public Builder thread(String thread) {
      element.without("thread", NAMESPACE).child("thread", thread);
      return this;
    }

    /**
     * Adds a payload.
     *
     * @param payload the payload
     * @return this builder
     */
    public Builder payload(Payload payload) {
      return payload(payload.toElement());
    }

    /**
     * Adds a payload.
     *
     * @param payload the payload's element
     * @return this builder
     */
    public Builder payload(Element payload) {
      element.child(payload);
      return this;
    }

    /** {@return the message} */
    public Message build() {
      return new Message(element.build(), from, to, languages);
    }
  }
}
