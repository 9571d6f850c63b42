package im.linnet.stanza;

import im.linnet.xml.Element;
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
 * @param text the human-readable text, or null; at most 1,024 characters
 * @param application an application-specific condition, or null
 */
public record StanzaError(
    Type type,
    Condition condition,
    String conditionName,
    @Nullable String text,
    @Nullable Element application) {

  /** The namespace of the conditions. */
  public static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-stanzas";

  private static final int MAX_TEXT = 1024;

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

    static Type of(@Nullable String wireName) {
      for (Type type : values()) {
        if (type.wireName().equals(wireName)) {
          return type;
        }
      }
      return CANCEL;
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
   * @return what its {@code <error/>} says; {@code undefined-condition} if there is none
   */
  public static StanzaError of(Element stanza) {
    Element error = stanza.child("error");
    if (error == null) {
      return of(Condition.UNDEFINED_CONDITION);
    }
    String conditionName = Condition.UNDEFINED_CONDITION.wireName();
    boolean found = false;
    String text = null;
    Element application = null;
    for (Element child : error.children()) {
      if (!child.namespace().equals(NAMESPACE)) {
        application = application == null ? child : application;
      } else if (child.name().equals("text")) {
        text = text == null ? child.text() : text;
      } else if (!found) {
        found = true;
        conditionName = XmlText.cut(child.name(), MAX_TEXT);
      }
    }
    return new StanzaError(
        Type.of(error.attribute("type")),
        Condition.of(conditionName),
        conditionName,
        text,
        application);
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
    try {
      return Element.of(conditionName, NAMESPACE);
    } catch (IllegalArgumentException noName) {
      return Element.of(condition.wireName(), NAMESPACE);
    }
  }
}
