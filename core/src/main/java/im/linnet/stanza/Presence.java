package im.linnet.stanza;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.Locale;
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

  private final Type type;

  Presence(Element element, Function<String, Jid> addresses) {
    super(element, "presence", addresses);
    this.type = typeOf(element.attribute("type"));
  }

  /** With addresses that are known to be those of the element. */
  private Presence(Element element, @Nullable Jid from, @Nullable Jid to) {
    super(element, "presence", from, to);
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
    return new Presence(element, Jid::received);
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
        type == Type.AVAILABLE ? element : element.attribute("type", type.wireName()), null, null);
  }

  /** {@return a builder that holds all of this presence} */
  public Builder toBuilder() {
    return new Builder(element().toBuilder(), from(), to());
  }

  /** {@return what it says} */
  public Type type() {
    return type;
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

  /** {@return the user's own words, or null} */
  public @Nullable String status() {
    return element().childText("status");
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
    if (wireName == null) {
      return Type.AVAILABLE;
    }
    for (Type type : Type.values()) {
      if (type != Type.AVAILABLE && type.wireName().equals(wireName)) {
        return type;
      }
    }
    throw new IllegalArgumentException("type: unknown (expected: one of RFC 6121, section 4.7.1)");
  }

  /** Collects a {@link Presence}. */
  public static final class Builder {

    private final ElementBuilder element;
    private final @Nullable Jid from;
    private @Nullable Jid to;

    private Builder(ElementBuilder element, @Nullable Jid from, @Nullable Jid to) {
      this.element = element;
      this.from = from;
      this.to = to;
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
     * Sets the user's own words.
     *
     * @param text the words
     * @return this builder
     * @throws IllegalArgumentException if they hold a character that XML does not allow
     */
    public Builder status(String text) {
      element.without("status", NAMESPACE).child("status", text);
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
      return new Presence(element.build(), from, to);
    }
  }
}
