package im.linnet.stanza;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import im.linnet.xml.Languages;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A message (RFC 6121, section 5): pushed to its recipient, without an answer.
 *
 * <p>One of type {@link Type#ERROR} is a message that this side has sent and that came back, often
 * with its body: look at {@link #error()} before {@link #body()}.
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
    /** A message that came back. */
    ERROR;

    static Type of(@Nullable String wireName) {
      for (Type type : values()) {
        if (type.wireName().equals(wireName)) {
          return type;
        }
      }
      return NORMAL;
    }

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
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
   * @throws IllegalArgumentException if it is no message or {@link Jid#received} refuses an address
   */
  public static Message of(Element element) {
    return new Message(element, Jid::received, Languages.ANY);
  }

  /**
   * A chat message.
   *
   * @param to whom it is for
   * @param body its text
   * @return the message
   * @throws IllegalArgumentException if the text holds a character that XML does not allow
   */
  public static Message chat(Jid to, String body) {
    return builder(to).type(Type.CHAT).body(body).build();
  }

  /**
   * Starts a message.
   *
   * @param to whom it is for
   * @return a builder, for one thread
   */
  public static Builder builder(Jid to) {
    return new Builder(
        Element.builder("message", NAMESPACE).attribute("to", to.toString()),
        null,
        to,
        Languages.ANY);
  }

  /** {@return a builder that holds all of this message} */
  public Builder toBuilder() {
    return new Builder(element().toBuilder(), from(), to(), languages());
  }

  /** {@return the kind; {@link Type#NORMAL} for none and for unknown ones} */
  public Type type() {
    return Type.of(element().attribute("type"));
  }

  /**
   * The text. Where there are several languages (RFC 6121, section 5.2.3), see {@link Stanza} for
   * which one it is.
   *
   * @return the text, or null if there is none. In a message of type {@link Type#ERROR} it is what
   *     was sent from here
   */
  public @Nullable String body() {
    return text("body");
  }

  /**
   * The text in a language.
   *
   * @param language the language wanted, such as {@code de-CH}
   * @return the text in it or in one near it, see {@link Languages}; else that of {@link #body()}
   */
  public @Nullable String body(String language) {
    return text("body", language);
  }

  /** {@return the subject, or null; of several languages as {@link #body()}} */
  public @Nullable String subject() {
    return text("subject");
  }

  /**
   * The subject in a language.
   *
   * @param language the language wanted, such as {@code de-CH}
   * @return the subject in it or in one near it, see {@link Languages}; else that of {@link
   *     #subject()}
   */
  public @Nullable String subject(String language) {
    return text("subject", language);
  }

  /** {@return the identifier of the conversation, or null} */
  public @Nullable String thread() {
    return element().childText("thread");
  }

  /** Collects a {@link Message}. */
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
     * Sets the sender. Only a stream that stands for many addresses needs it, as a component's does
     * (XEP-0114); any other server puts it in, and a client refuses to send one that is not its own
     * address.
     *
     * @param address the sender, or null to leave it out
     * @return this builder
     */
    public Builder from(@Nullable Jid address) {
      element.attribute("from", address == null ? null : address.toString());
      from = address;
      return this;
    }

    /**
     * Sets the identifier; without one the client gives one when it sends.
     *
     * @param id the identifier
     * @return this builder
     */
    public Builder id(@Nullable String id) {
      element.attribute("id", id);
      return this;
    }

    /**
     * Sets the language of texts that do not name their own (RFC 6120, section 8.1.5); without it,
     * it is that of {@link im.linnet.ClientBuilder#language}.
     *
     * @param tag a language tag, such as {@code de-CH}
     * @return this builder
     * @throws IllegalArgumentException if it holds a character that XML does not allow
     */
    public Builder lang(String tag) {
      element.lang(tag);
      return this;
    }

    /**
     * Sets the text that {@link Message#body()} gives. Those in other languages stay.
     *
     * @param text the text
     * @return this builder
     * @throws IllegalArgumentException if it holds a character that XML does not allow
     */
    public Builder body(String text) {
      element.childText("body", text, languages);
      return this;
    }

    /**
     * Sets the text in one language; those in others stay.
     *
     * @param text the text
     * @param tag its language, such as {@code de-CH}
     * @return this builder
     * @throws IllegalArgumentException if one holds a character that XML does not allow
     */
    public Builder body(String text, String tag) {
      element.childText("body", text, tag);
      return this;
    }

    /**
     * Sets the subject that {@link Message#subject()} gives. Those in other languages stay.
     *
     * @param text the subject
     * @return this builder
     * @throws IllegalArgumentException if it holds a character that XML does not allow
     */
    public Builder subject(String text) {
      element.childText("subject", text, languages);
      return this;
    }

    /**
     * Sets the subject in one language; those in others stay.
     *
     * @param text the subject
     * @param tag its language, such as {@code de-CH}
     * @return this builder
     * @throws IllegalArgumentException if one holds a character that XML does not allow
     */
    public Builder subject(String text, String tag) {
      element.childText("subject", text, tag);
      return this;
    }

    /**
     * Sets the identifier of the conversation.
     *
     * @param thread the identifier
     * @return this builder
     * @throws IllegalArgumentException if it holds a character that XML does not allow
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
