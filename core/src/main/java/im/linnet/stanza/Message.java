package im.linnet.stanza;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A message (RFC 6121, section 5): pushed to its recipient, without an answer. */
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

  Message(Element element, Function<String, Jid> addresses) {
    super(element, "message", addresses);
  }

  private Message(Element element, @Nullable Jid from, @Nullable Jid to) {
    super(element, "message", from, to);
  }

  /**
   * Reads a message.
   *
   * @param element the element
   * @return the message
   * @throws IllegalArgumentException if it is no message or {@link Jid#received} refuses an address
   */
  public static Message of(Element element) {
    return new Message(element, Jid::received);
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
        Element.builder("message", NAMESPACE).attribute("to", to.toString()), null, to);
  }

  /** {@return a builder that holds all of this message} */
  public Builder toBuilder() {
    return new Builder(element().toBuilder(), from(), to());
  }

  /** {@return the kind; {@link Type#NORMAL} for none and for unknown ones} */
  public Type type() {
    return Type.of(element().attribute("type"));
  }

  /** {@return the text, the first if there are several languages, or null} */
  public @Nullable String body() {
    return element().childText("body");
  }

  /** {@return the subject, or null} */
  public @Nullable String subject() {
    return element().childText("subject");
  }

  /** {@return the identifier of the conversation, or null} */
  public @Nullable String thread() {
    return element().childText("thread");
  }

  /** Collects a {@link Message}. */
  public static final class Builder {

    private final ElementBuilder element;
    private final @Nullable Jid from;
    private final @Nullable Jid to;

    private Builder(ElementBuilder element, @Nullable Jid from, @Nullable Jid to) {
      this.element = element;
      this.from = from;
      this.to = to;
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
     * Sets the text, in place of any other.
     *
     * @param text the text
     * @return this builder
     * @throws IllegalArgumentException if it holds a character that XML does not allow
     */
    public Builder body(String text) {
      element.without("body", NAMESPACE).child("body", text);
      return this;
    }

    /**
     * Sets the subject, in place of any other.
     *
     * @param text the subject
     * @return this builder
     * @throws IllegalArgumentException if it holds a character that XML does not allow
     */
    public Builder subject(String text) {
      element.without("subject", NAMESPACE).child("subject", text);
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
      return new Message(element.build(), from, to);
    }
  }
}
