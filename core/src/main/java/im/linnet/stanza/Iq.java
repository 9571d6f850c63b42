package im.linnet.stanza;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import im.linnet.xml.Languages;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An info/query (RFC 6120, section 8.2.3): a request, or the one answer to it. */
public final class Iq extends Stanza {

  /** The type of an IQ. */
  public enum Type {
    /** Requests information. */
    GET,
    /** Requests a change. */
    SET,
    /** Answers a request that succeeded. */
    RESULT,
    /** Answers a request that failed. */
    ERROR;

    private static final Type[] ALL = values();

    private final String wireName = name().toLowerCase(Locale.ROOT);

    String wireName() {
      return wireName;
    }

    static @Nullable Type of(@Nullable String wireName) {
      for (Type type : ALL) {
        if (type.wireName.equals(wireName)) {
          return type;
        }
      }
      return null;
    }

    /**
     * Whether an attribute value names a type.
     *
     * @param wireName the value of the attribute, or null if absent
     * @return true if it is one of the four types
     */
    public static boolean isKnown(@Nullable String wireName) {
      return of(wireName) != null;
    }
  }

  private final Type type;

  Iq(Element element, Function<String, Jid> addresses, Languages languages) {
    super(element, "iq", addresses, languages);
    this.type = typeOf(element.attribute("type"));
  }

  /** Takes addresses already read from the element. */
  private Iq(Element element, @Nullable Jid from, @Nullable Jid to) {
    super(element, "iq", from, to, Languages.ANY);
    this.type = typeOf(element.attribute("type"));
  }

  /**
   * Reads an IQ.
   *
   * @param element the element
   * @return the IQ
   * @throws IllegalArgumentException if it is not an IQ, {@link Jid#received} rejects an address,
   *     or its type is unknown
   */
  public static Iq of(Element element) {
    return new Iq(element, Jid::received, Languages.ANY);
  }

  /**
   * Creates a request of type get.
   *
   * @param to the recipient, or null for the user's own account on the server
   * @param payload the payload
   * @return the request
   */
  public static Iq get(@Nullable Jid to, Element payload) {
    return request(Type.GET, to, payload);
  }

  /**
   * Creates a request of type get.
   *
   * @param to the recipient, or null for the user's own account on the server
   * @param payload the payload
   * @return the request
   */
  public static Iq get(@Nullable Jid to, Payload payload) {
    return get(to, payload.toElement());
  }

  /**
   * Creates a request of type set.
   *
   * @param to the recipient, or null for the user's own account on the server
   * @param payload the payload
   * @return the request
   */
  public static Iq set(@Nullable Jid to, Element payload) {
    return request(Type.SET, to, payload);
  }

  /**
   * Creates a request of type set.
   *
   * @param to the recipient, or null for the user's own account on the server
   * @param payload the payload
   * @return the request
   */
  public static Iq set(@Nullable Jid to, Payload payload) {
    return set(to, payload.toElement());
  }

  /**
   * Creates the answer to this request.
   *
   * @param payload the payload, or null for an empty result
   * @return the answer
   */
  public Iq result(@Nullable Element payload) {
    return new Iq(answer(Type.RESULT).child(payload).build(), null, from());
  }

  /**
   * Creates the error answer to this request.
   *
   * @param error the error
   * @return the answer
   */
  public Iq error(StanzaError error) {
    return new Iq(answer(Type.ERROR).child(error.toElement(NAMESPACE)).build(), null, from());
  }

  /**
   * Returns a copy with another id.
   *
   * @param id the id
   * @return the copy
   */
  public Iq withId(String id) {
    return new Iq(element().toBuilder().attribute("id", id).build(), from(), to());
  }

  /**
   * Returns a copy with another sender. Only streams with many addresses need it, such as those of
   * components (XEP-0114): see {@link Message.Builder#from}.
   *
   * @param sender the sender, or null for none
   * @return the copy
   */
  public Iq withFrom(@Nullable Jid sender) {
    String from = sender == null ? null : sender.toString();
    return new Iq(element().toBuilder().attribute("from", from).build(), sender, to());
  }

  /** {@return the type} */
  public Type type() {
    return type;
  }

  /** {@return whether this is a request, of type get or set, which must be answered} */
  public boolean isRequest() {
    return type == Type.GET || type == Type.SET;
  }

  /** {@return the payload of the request or the result, or null if there is none} */
  public @Nullable Element payload() {
    return element().firstChild();
  }

  private static Iq request(Type type, @Nullable Jid to, Element payload) {
    return new Iq(
        Element.builder("iq", NAMESPACE)
            .attribute("type", type.wireName())
            .attribute("to", to == null ? null : to.toString())
            .child(payload)
            .build(),
        null,
        to);
  }

  private ElementBuilder answer(Type answerType) {
    if (!isRequest()) {
      throw new IllegalStateException(
          "An IQ of type %s is not answered".formatted(type.wireName()));
    }
    Jid sender = from();
    return Element.builder("iq", NAMESPACE)
        .attribute("type", answerType.wireName())
        .attribute("id", id())
        .attribute("to", sender == null ? null : sender.toString());
  }

  private static Type typeOf(@Nullable String wireName) {
    Type type = Type.of(wireName);
    if (type == null) {
      throw new IllegalArgumentException("type: unknown (expected: get, set, result or error)");
    }
    return type;
  }
}
