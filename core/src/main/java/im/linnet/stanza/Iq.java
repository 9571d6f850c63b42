package im.linnet.stanza;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import im.linnet.xml.Languages;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An info/query (RFC 6120, section 8.2.3): a request that is answered exactly once. */
public final class Iq extends Stanza {

  /** Request or answer. */
  public enum Type {
    /** Asks for something. */
    GET,
    /** Gives or changes something. */
    SET,
    /** Answers with what was asked for. */
    RESULT,
    /** Answers that it could not be done. */
    ERROR;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Type of(@Nullable String wireName) {
      for (Type type : values()) {
        if (type.wireName().equals(wireName)) {
          return type;
        }
      }
      return null;
    }

    /**
     * Tells whether an attribute names a type.
     *
     * @param wireName the value of the attribute, or null if there is none
     * @return whether it is one of the four
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

  /** With addresses that are known to be those of the element. */
  private Iq(Element element, @Nullable Jid from, @Nullable Jid to) {
    super(element, "iq", from, to, Languages.ANY);
    this.type = typeOf(element.attribute("type"));
  }

  /**
   * Reads an IQ.
   *
   * @param element the element
   * @return the IQ
   * @throws IllegalArgumentException if it is no IQ, {@link Jid#received} refuses an address, or
   *     its type is unknown
   */
  public static Iq of(Element element) {
    return new Iq(element, Jid::received, Languages.ANY);
  }

  /**
   * A request for something.
   *
   * @param to whom to ask, or null for the own account's server
   * @param payload the question
   * @return the request
   */
  public static Iq get(@Nullable Jid to, Element payload) {
    return request(Type.GET, to, payload);
  }

  /**
   * A request for something.
   *
   * @param to whom to ask, or null for the own account's server
   * @param payload the question
   * @return the request
   */
  public static Iq get(@Nullable Jid to, Payload payload) {
    return get(to, payload.toElement());
  }

  /**
   * A request to change something.
   *
   * @param to whom to ask, or null for the own account's server
   * @param payload the change
   * @return the request
   */
  public static Iq set(@Nullable Jid to, Element payload) {
    return request(Type.SET, to, payload);
  }

  /**
   * A request to change something.
   *
   * @param to whom to ask, or null for the own account's server
   * @param payload the change
   * @return the request
   */
  public static Iq set(@Nullable Jid to, Payload payload) {
    return set(to, payload.toElement());
  }

  /**
   * The answer to this request.
   *
   * @param payload what was asked for, or null if there is nothing to say
   * @return the answer
   */
  public Iq result(@Nullable Element payload) {
    return new Iq(answer(Type.RESULT).child(payload).build(), null, from());
  }

  /**
   * The answer to this request that it could not be done.
   *
   * @param error why
   * @return the answer
   */
  public Iq error(StanzaError error) {
    return new Iq(answer(Type.ERROR).child(error.toElement(NAMESPACE)).build(), null, from());
  }

  /**
   * The same with another identifier.
   *
   * @param id the identifier
   * @return the copy
   */
  public Iq withId(String id) {
    return new Iq(element().toBuilder().attribute("id", id).build(), from(), to());
  }

  /**
   * The same from another sender. Only a stream that stands for many addresses needs it, as a
   * component's does (XEP-0114): see {@link Message.Builder#from}.
   *
   * @param sender the sender, or null to leave it out
   * @return the copy
   */
  public Iq withFrom(@Nullable Jid sender) {
    String from = sender == null ? null : sender.toString();
    return new Iq(element().toBuilder().attribute("from", from).build(), sender, to());
  }

  /** {@return request or answer} */
  public Type type() {
    return type;
  }

  /** {@return whether this asks and so has to be answered} */
  public boolean isRequest() {
    return type == Type.GET || type == Type.SET;
  }

  /** {@return the question, the change or what was asked for; null if there is none} */
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
