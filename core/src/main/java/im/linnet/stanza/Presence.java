package im.linnet.stanza;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import im.linnet.xml.Languages;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A presence (RFC 6121, sections 3 and 4): availability or subscription management. */
public final class Presence extends Stanza {

  /** The type of a presence (RFC 6121, section 4.7.1). */
  public enum Type {
    /** The sender is available; on the wire the type is absent. */
    AVAILABLE,
    /** The sender is no longer available. */
    UNAVAILABLE,
    /** A request to subscribe to the recipient's presence. */
    SUBSCRIBE,
    /** The sender approves the recipient's subscription. */
    SUBSCRIBED,
    /** The sender unsubscribes from the recipient's presence. */
    UNSUBSCRIBE,
    /** The sender denies or cancels the recipient's subscription. */
    UNSUBSCRIBED,
    /** A server requests the current presence. */
    PROBE,
    /** A presence that bounced. */
    ERROR;

    private static final Type[] ALL = values();

    private final String wireName = name().toLowerCase(Locale.ROOT);

    String wireName() {
      return wireName;
    }

    static @Nullable Type of(@Nullable String wireName) {
      if (wireName == null) {
        return AVAILABLE;
      }
      for (Type type : ALL) {
        if (type != AVAILABLE && type.wireName.equals(wireName)) {
          return type;
        }
      }
      return null;
    }

    /**
     * Whether an attribute value names a type.
     *
     * @param wireName the value of the attribute, or null if absent
     * @return true if it names a type, or is null, which means available
     */
    public static boolean isKnown(@Nullable String wireName) {
      return of(wireName) != null;
    }
  }

  /** The availability in more detail (RFC 6121, section 4.7.2.1). */
  public enum Show {
    /** Free to chat. */
    CHAT,
    /** Away for a while. */
    AWAY,
    /** Away for a longer time. */
    XA,
    /** Do not disturb. */
    DND;

    private static final Show[] ALL = values();

    private final String wireName = name().toLowerCase(Locale.ROOT);
  }

  /** Conditions that mean that the bounced presence itself was wrong. */
  private static final Set<StanzaError.Condition> WRONG_PRESENCE =
      EnumSet.of(
          StanzaError.Condition.BAD_REQUEST,
          StanzaError.Condition.CONFLICT,
          StanzaError.Condition.FEATURE_NOT_IMPLEMENTED,
          StanzaError.Condition.JID_MALFORMED,
          StanzaError.Condition.NOT_ACCEPTABLE,
          StanzaError.Condition.POLICY_VIOLATION,
          StanzaError.Condition.UNEXPECTED_REQUEST);

  private final Type type;

  Presence(Element element, Function<String, Jid> addresses, Languages languages) {
    super(element, "presence", addresses, languages);
    this.type = typeOf(element.attribute("type"));
  }

  /** Takes addresses already read from the element. */
  private Presence(Element element, @Nullable Jid from, @Nullable Jid to, Languages languages) {
    super(element, "presence", from, to, languages);
    this.type = typeOf(element.attribute("type"));
  }

  /**
   * Reads a presence.
   *
   * @param element the element
   * @return the presence
   * @throws IllegalArgumentException if it is not a presence, {@link Jid#received} rejects an
   *     address, or its type is unknown
   */
  public static Presence of(Element element) {
    return new Presence(element, Jid::received, Languages.ANY);
  }

  /** {@return the presence that makes the client available to its contacts} */
  public static Presence available() {
    return builder(Type.AVAILABLE).build();
  }

  /** {@return the presence that makes the client unavailable} */
  public static Presence unavailable() {
    return builder(Type.UNAVAILABLE).build();
  }

  /**
   * Returns a builder of a presence.
   *
   * @param type the type
   * @return a builder, not thread-safe
   */
  public static Builder builder(Type type) {
    ElementBuilder element = Element.builder("presence", NAMESPACE);
    return new Builder(
        type == Type.AVAILABLE ? element : element.attribute("type", type.wireName()),
        null,
        null,
        Languages.ANY);
  }

  /** {@return a builder initialised with this presence} */
  public Builder toBuilder() {
    return new Builder(element().toBuilder(), from(), to(), languages());
  }

  /** {@return the type} */
  public Type type() {
    return type;
  }

  /**
   * Whether this presence shows that the sender is unavailable: it is of type unavailable, or it is
   * a presence to the sender that bounced (RFC 6120, section 8.3) because the sender can't be
   * reached or does not answer. A presence that bounced because it was wrong itself, for instance
   * because of a nickname conflict in a room, says nothing about the sender.
   *
   * @return true if the sender should be shown as offline; for a bare address, all its resources
   */
  public boolean isUnavailable() {
    if (type != Type.ERROR || element().child("error") == null) {
      return type == Type.UNAVAILABLE;
    }
    StanzaError error = error();
    return error != null
        && error.type() != StanzaError.Type.CONTINUE
        && !WRONG_PRESENCE.contains(error.condition());
  }

  /** {@return the availability in more detail, or null if absent or unknown} */
  public @Nullable Show show() {
    String text = element().childText("show");
    for (Show show : Show.ALL) {
      if (show.wireName.equals(text)) {
        return show;
      }
    }
    return null;
  }

  /**
   * Returns the status text. If there are several languages (RFC 6121, section 4.7.2.2), one is
   * chosen as {@link Stanza} describes.
   *
   * @return the text, or null if there is none
   */
  public @Nullable String status() {
    return text("status");
  }

  /**
   * Returns the status text in a language.
   *
   * @param language the preferred language, such as {@code de-CH}
   * @return the text in this language or a related one, see {@link Languages}; else that of {@link
   *     #status()}
   */
  public @Nullable String status(String language) {
    return text("status", language);
  }

  /** {@return the resource's priority, -128 to 127; 0 if absent or malformed} */
  public int priority() {
    String text = element().childText("priority");
    if (text == null || text.length() > 8) {
      return 0;
    }
    try {
      return Byte.parseByte(text.strip());
    } catch (NumberFormatException malformed) {
      return 0;
    }
  }

  private static Type typeOf(@Nullable String wireName) {
    Type type = Type.of(wireName);
    if (type == null) {
      throw new IllegalArgumentException(
          "type: unknown (expected: one of RFC 6121, section 4.7.1)");
    }
    return type;
  }

  /** Builds a {@link Presence}. Not thread-safe. */
  public static final class Builder {

    private final ElementBuilder element;
    private @Nullable Jid from;
    private @Nullable Jid to;
    private final Languages languages;

    private Builder(
        ElementBuilder element, @Nullable Jid from, @Nullable Jid to, Languages languages) {
      this.element = element;
      this.from = from;
      this.to = to;
      this.languages = languages;
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
     * Sets the recipient. Without one, the server broadcasts the presence to all contacts.
     *
     * @param to the recipient
     * @return this builder
     */
    public Builder to(Jid to) {
      element.attribute("to", to.toString());
      this.to = to;
      return this;
    }

    /**
     * Sets the id.
     *
     * @param id the id
     * @return this builder
     */
    public Builder id(@Nullable String id) {
      element.attribute("id", id);
      return this;
    }

    /**
     * Sets the availability in more detail.
     *
     * @param show the availability
     * @return this builder
     */
    public Builder show(Show show) {
      element.without("show", NAMESPACE).child("show", show.wireName);
      return this;
    }

    /**
     * Sets the default language of the status texts (RFC 6120, section 8.1.5). Without it, {@link
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
     * Sets the status text that {@link Presence#status()} returns. Texts in other languages are
     * kept.
     *
     * @param text the text
     * @return this builder
     * @throws IllegalArgumentException if it contains a character that XML does not allow
     */
    public Builder status(String text) {
      element.childText("status", text, languages);
      return this;
    }

    /**
     * Sets the status text in one language. Texts in other languages are kept.
     *
     * @param text the text
     * @param tag its language, such as {@code de-CH}
     * @return this builder
     * @throws IllegalArgumentException if one contains a character that XML does not allow
     */
    public Builder status(String text, String tag) {
      element.childText("status", text, tag);
      return this;
    }

    /**
     * Sets the resource's priority.
     *
     * @param priority -128 to 127; with a negative one the resource gets no messages sent to the
     *     bare address
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public Builder priority(int priority) {
      if (priority < Byte.MIN_VALUE || priority > Byte.MAX_VALUE) {
        throw new IllegalArgumentException(
            "priority: %d (expected: -128 to 127)".formatted(priority));
      }
      element.without("priority", NAMESPACE).child("priority", Integer.toString(priority));
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

    /** {@return the presence} */
    public Presence build() {
      return new Presence(element.build(), from, to, languages);
    }
  }
}
