package im.linnet.stanza;

import im.linnet.xml.Element;
import im.linnet.xml.Languages;
import im.linnet.xml.XmlText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a stanza could not be handled (RFC 6120, section 8.3).
 *
 * @param type what the sender may do about it
 * @param condition the defined condition; {@link Condition#UNDEFINED_CONDITION} for one that is not
 *     in RFC 6120
 * @param conditionName the condition's element name as it was sent
 * @param address where the recipient is to be found instead, a URI such as {@code
 *     xmpp:romeo@example.net}, unchecked; only with {@link Condition#GONE} (section 8.3.3.5) and
 *     {@link Condition#REDIRECT} (8.3.3.14), and null if they do not say. Whoever sent the error
 *     wrote it, so ask the user before following it
 * @param text the human-readable text, or null; at most 1,024 characters
 * @param application an application-specific condition, or null
 */
public record StanzaError(
    Type type,
    Condition condition,
    String conditionName,
    @Nullable String address,
    @Nullable String text,
    @Nullable Element application) {

  /** The namespace of the conditions. */
  public static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-stanzas";

  private static final int MAX_TEXT = 1024;

  /** A longer address is no address: half of one would lead to somebody else. */
  private static final int MAX_ADDRESS = 4096;

  /**
   * An error that names no address.
   *
   * @param type what the sender may do about it
   * @param condition the defined condition
   * @param conditionName the condition's element name
   * @param text the human-readable text, or null
   * @param application an application-specific condition, or null
   */
  public StanzaError(
      Type type,
      Condition condition,
      String conditionName,
      @Nullable String text,
      @Nullable Element application) {
    this(type, condition, conditionName, null, text, application);
  }

  /** Keeps the beginning of a text that is longer than 1,024 characters. */
  public StanzaError {
    text = text == null ? null : XmlText.cut(text, MAX_TEXT);
  }

  /** What the sender may do (RFC 6120, section 8.3.2). */
  public enum Type {
    /** Try again with credentials. */
    AUTH,
    /** Do not try again. */
    CANCEL,
    /** Go on: it was only a warning. */
    CONTINUE,
    /** Try again with other data. */
    MODIFY,
    /** Try again later. */
    WAIT;

    static @Nullable Type of(@Nullable String wireName) {
      for (Type type : values()) {
        if (type.wireName().equals(wireName)) {
          return type;
        }
      }
      return null;
    }

    /** {@return the value of the attribute on the wire} */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The conditions of RFC 6120, section 8.3.3, with the type each usually comes with. */
  public enum Condition {
    /** Section 8.3.3.1. */
    BAD_REQUEST(Type.MODIFY),
    /** Section 8.3.3.2. */
    CONFLICT(Type.CANCEL),
    /** Section 8.3.3.3. */
    FEATURE_NOT_IMPLEMENTED(Type.CANCEL),
    /** Section 8.3.3.4. */
    FORBIDDEN(Type.AUTH),
    /** Section 8.3.3.5. */
    GONE(Type.CANCEL),
    /** Section 8.3.3.6. */
    INTERNAL_SERVER_ERROR(Type.CANCEL),
    /** Section 8.3.3.7. */
    ITEM_NOT_FOUND(Type.CANCEL),
    /** Section 8.3.3.8. */
    JID_MALFORMED(Type.MODIFY),
    /** Section 8.3.3.9. */
    NOT_ACCEPTABLE(Type.MODIFY),
    /** Section 8.3.3.10. */
    NOT_ALLOWED(Type.CANCEL),
    /** Section 8.3.3.11. */
    NOT_AUTHORIZED(Type.AUTH),
    /** Section 8.3.3.12. */
    POLICY_VIOLATION(Type.MODIFY),
    /** Section 8.3.3.13. */
    RECIPIENT_UNAVAILABLE(Type.WAIT),
    /** Section 8.3.3.14. */
    REDIRECT(Type.MODIFY),
    /** Section 8.3.3.15. */
    REGISTRATION_REQUIRED(Type.AUTH),
    /** Section 8.3.3.16. */
    REMOTE_SERVER_NOT_FOUND(Type.CANCEL),
    /** Section 8.3.3.17. */
    REMOTE_SERVER_TIMEOUT(Type.WAIT),
    /** Section 8.3.3.18. */
    RESOURCE_CONSTRAINT(Type.WAIT),
    /** Section 8.3.3.19. */
    SERVICE_UNAVAILABLE(Type.CANCEL),
    /** Section 8.3.3.20. */
    SUBSCRIPTION_REQUIRED(Type.AUTH),
    /** Section 8.3.3.21. */
    UNDEFINED_CONDITION(Type.CANCEL),
    /** Section 8.3.3.22. */
    UNEXPECTED_REQUEST(Type.WAIT);

    private final Type usualType;

    Condition(Type usualType) {
      this.usualType = usualType;
    }

    /** {@return the element name on the wire} */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Condition of(String wireName) {
      for (Condition condition : values()) {
        if (condition.wireName().equals(wireName)) {
          return condition;
        }
      }
      return UNDEFINED_CONDITION;
    }
  }

  /**
   * An error of a condition with its usual type.
   *
   * @param condition the condition
   * @return the error
   */
  public static StanzaError of(Condition condition) {
    return of(condition, null);
  }

  /**
   * An error of a condition with its usual type.
   *
   * @param condition the condition
   * @param text human-readable, or null
   * @return the error
   */
  public static StanzaError of(Condition condition, @Nullable String text) {
    return new StanzaError(condition.usualType, condition, condition.wireName(), text, null);
  }

  /**
   * Reads the error of a stanza of type {@code error}; never fails, whatever is missing.
   *
   * @param stanza the stanza
   * @return what its {@code <error/>} says; {@code undefined-condition} if there is none. One that
   *     has no condition but a code of the time before XMPP gets the condition that XEP-0086 gives
   *     it
   */
  public static StanzaError of(Element stanza) {
    return of(stanza, Languages.ANY);
  }

  /**
   * Reads the error of a stanza of type {@code error}; never fails, whatever is missing.
   *
   * @param stanza the stanza
   * @param languages choose the text if there are several
   * @return see {@link #of(Element)}
   */
  public static StanzaError of(Element stanza, Languages languages) {
    Element error = stanza.child("error");
    if (error == null) {
      return of(Condition.UNDEFINED_CONDITION);
    }
    Element condition = null;
    Element application = null;
    for (Element child : error.children()) {
      if (!child.namespace().equals(NAMESPACE)) {
        application = application == null ? child : application;
      } else if (condition == null && !child.name().equals("text")) {
        condition = child;
      }
    }
    LegacyCode code = condition == null ? LegacyCode.of(error.attribute("code")) : null;
    String name =
        condition == null ? LegacyCode.condition(code) : XmlText.cut(condition.name(), MAX_TEXT);
    Condition known = Condition.of(name);
    return new StanzaError(
        type(error, known, code),
        known,
        name,
        condition == null ? null : address(known, condition.text()),
        text(error, languages),
        application);
  }

  /** What the error says, else what its code or its condition usually comes with. */
  private static Type type(Element error, Condition condition, @Nullable LegacyCode code) {
    Type said = Type.of(error.attribute("type"));
    if (said != null) {
      return said;
    }
    return code == null ? condition.usualType : code.type();
  }

  private static @Nullable String address(Condition condition, String text) {
    String address = text.strip();
    boolean names = condition == Condition.GONE || condition == Condition.REDIRECT;
    return names && !address.isEmpty() && address.length() <= MAX_ADDRESS ? address : null;
  }

  /** The text of RFC 6120, section 8.3.2, or what stood in the error before that. */
  private static @Nullable String text(Element error, Languages languages) {
    Element text = languages.choose(error, "text", NAMESPACE);
    if (text != null) {
      return text.text();
    }
    String bare = error.text().strip();
    return bare.isEmpty() ? null : bare;
  }

  /**
   * The error as it is sent. It can carry the words of any exception: U+FFFD stands in the place of
   * each character that XML does not allow, and the defined condition in the place of a name that
   * is none in XML.
   *
   * @param namespace the namespace of the stanza that carries it
   * @return the {@code <error/>} element
   */
  public Element toElement(String namespace) {
    return Element.builder("error", namespace)
        .attribute("type", type.wireName())
        .child(sent())
        .child(text == null ? null : Element.of("text", NAMESPACE, XmlText.allowed(text)))
        .child(application)
        .build();
  }

  private Element sent() {
    String content = address == null ? "" : address;
    try {
      return Element.of(conditionName, NAMESPACE, content);
    } catch (IllegalArgumentException noName) {
      return Element.of(condition.wireName(), NAMESPACE, content);
    }
  }
}
