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

/** A presence (RFC 6121, sections 3 and 4): availability, or the wish to see another's. */
public final class Presence extends Stanza {

  /** What the presence says or asks (RFC 6121, section 4.7.1). */
  public enum Type {
    /** The sender can be reached; written as no type at all. */
    AVAILABLE,
    /** The sender can no longer be reached. */
    UNAVAILABLE,
    /** A wish to see the recipient's presence. */
    SUBSCRIBE,
    /** The wish is granted. */
    SUBSCRIBED,
    /** The sender no longer wants to see the recipient's presence. */
    UNSUBSCRIBE,
    /** The wish is denied or what was granted is taken back. */
    UNSUBSCRIBED,
    /** A server's question for the current presence. */
    PROBE,
    /** A presence that came back. */
    ERROR;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Type of(@Nullable String wireName) {
      if (wireName == null) {
        return AVAILABLE;
      }
      for (Type type : values()) {
        if (type != AVAILABLE && type.wireName().equals(wireName)) {
          return type;
        }
      }
      return null;
    }

    /**
     * Tells whether an attribute names a type.
     *
     * @param wireName the value of the attribute, or null if there is none
     * @return whether it is one; no attribute is one, too
     */
    public static boolean isKnown(@Nullable String wireName) {
      return of(wireName) != null;
    }
  }

  /** How available (RFC 6121, section 4.7.2.1). */
  public enum Show {
    /** Free to chat. */
    CHAT,
    /** Away for a while. */
    AWAY,
    /** Away for long. */
    XA,
    /** Not to be disturbed. */
    DND
  }

  /** Why a presence comes back that was wrong itself. */
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

  /** With addresses that are known to be those of the element. */
  private Presence(Element element, @Nullable Jid from, @Nullable Jid to, Languages languages) {
    super(element, "presence", from, to, languages);
    this.type = typeOf(element.attribute("type"));
  }

  /**
   * Reads a presence.
   *
   * @param element the element
   * @return the presence
   * @throws IllegalArgumentException if it is no presence, {@link Jid#received} refuses an address,
   *     or its type is unknown
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
   * Starts a presence.
   *
   * @param type what it says
   * @return a builder, for one thread
   */
  public static Builder builder(Type type) {
    ElementBuilder element = Element.builder("presence", NAMESPACE);
    return new Builder(
        type == Type.AVAILABLE ? element : element.attribute("type", type.wireName()),
        null,
        null,
        Languages.ANY);
  }

  /** {@return a builder that holds all of this presence} */
  public Builder toBuilder() {
    return new Builder(element().toBuilder(), from(), to(), languages());
  }

  /** {@return what it says} */
  public Type type() {
    return type;
  }

  /**
   * Tells whether the sender is not available, as far as is known from this presence: it says so
   * itself, or it is a presence to the sender that came back (RFC 6120, section 8.3) because that
   * can't be reached or does not answer. A presence that came back because there was something
   * wrong with it, such as a name in a room that was taken, says nothing about the sender.
   *
   * @return whether the sender is to be shown as offline; if it is a bare address, with all its
   *     resources
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

  /** {@return how available, or null for plainly available and for unknown values} */
  public @Nullable Show show() {
    String text = element().childText("show");
    for (Show show : Show.values()) {
      if (show.name().toLowerCase(Locale.ROOT).equals(text)) {
        return show;
      }
    }
    return null;
  }

  /**
   * The user's own words. Where there are several languages (RFC 6121, section 4.7.2.2), see {@link
   * Stanza} for which one it is.
   *
   * @return the words, or null if there are none
   */
  public @Nullable String status() {
    return text("status");
  }

  /**
   * The user's own words in a language.
   *
   * @param language the language wanted, such as {@code de-CH}
   * @return the words in it or in one near it, see {@link Languages}; else those of {@link
   *     #status()}
   */
  public @Nullable String status(String language) {
    return text("status", language);
  }

  /** {@return the resource's priority, -128 to 127; 0 where absent or malformed} */
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

  /** Collects a {@link Presence}. */
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
     * Sets whom it is for; without one it goes to the server and from there to all contacts.
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
     * Sets the identifier.
     *
     * @param id the identifier
     * @return this builder
     */
    public Builder id(@Nullable String id) {
      element.attribute("id", id);
      return this;
    }

    /**
     * Sets how available.
     *
     * @param show how available
     * @return this builder
     */
    public Builder show(Show show) {
      element.without("show", NAMESPACE).child("show", show.name().toLowerCase(Locale.ROOT));
      return this;
    }

    /**
     * Sets the language of words that do not name their own (RFC 6120, section 8.1.5); without it,
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
     * Sets the user's own words that {@link Presence#status()} gives. Those in other languages
     * stay.
     *
     * @param text the words
     * @return this builder
     * @throws IllegalArgumentException if they hold a character that XML does not allow
     */
    public Builder status(String text) {
      element.childText("status", text, languages);
      return this;
    }

    /**
     * Sets the user's own words in one language; those in others stay.
     *
     * @param text the words
     * @param tag their language, such as {@code de-CH}
     * @return this builder
     * @throws IllegalArgumentException if one holds a character that XML does not allow
     */
    public Builder status(String text, String tag) {
      element.childText("status", text, tag);
      return this;
    }

    /**
     * Sets the resource's priority.
     *
     * @param priority -128 to 127; below 0 the resource gets no messages sent to the account
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
