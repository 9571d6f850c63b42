package im.linnet.stanza;

import im.linnet.xml.Element;
import im.linnet.xml.Languages;
import im.linnet.xml.XmlText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A stanza error: why a stanza could not be handled (RFC 6120, section 8.3).
 *
 * @param type what the sender may do
 * @param condition the defined condition; {@link Condition#UNDEFINED_CONDITION} for one that is not
 *     in RFC 6120
 * @param conditionName the condition's element name as sent
 * @param address the recipient's new address, a URI such as {@code xmpp:romeo@example.net},
 *     unchecked; only with {@link Condition#GONE} (section 8.3.3.5) and {@link Condition#REDIRECT}
 *     (8.3.3.14), else or if absent null. It comes from the sender of the error, so ask the user
 *     before following it
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

  /** Longer addresses are ignored: a truncated one would lead to someone else. */
  private static final int MAX_ADDRESS = 4096;

  /**
   * Creates an error without an address.
   *
   * @param type what the sender may do
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

  /** Truncates the text to 1,024 characters. */
  public StanzaError {
    text = text == null ? null : XmlText.cut(text, MAX_TEXT);
  }

  /** What the sender may do (RFC 6120, section 8.3.2). */
  public enum Type {
    /** Try again with credentials. */
    AUTH,
    /** Do not try again. */
    CANCEL,
    /** Proceed: it was only a warning. */
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
    /**
     * The request is malformed (section 8.3.3.1).
     *
     * <p>What to do: compare it with the specification.
     */
    BAD_REQUEST(Type.MODIFY),
    /**
     * Something with that name or address exists (section 8.3.3.2).
     *
     * <p>What to do: choose another name.
     */
    CONFLICT(Type.CANCEL),
    /**
     * The recipient does not support it (section 8.3.3.3).
     *
     * <p>What to do: ask service discovery first, or do without.
     */
    FEATURE_NOT_IMPLEMENTED(Type.CANCEL),
    /**
     * The sender may not do this (section 8.3.3.4).
     *
     * <p>What to do: ask the owner or the operator for permission.
     */
    FORBIDDEN(Type.AUTH),
    /**
     * The recipient has left for good (section 8.3.3.5).
     *
     * <p>What to do: use {@link StanzaError#address}, after asking the user.
     */
    GONE(Type.CANCEL),
    /**
     * The recipient has a fault (section 8.3.3.6).
     *
     * <p>What to do: try again later; ask the operator if it stays.
     */
    INTERNAL_SERVER_ERROR(Type.CANCEL),
    /**
     * What was asked for does not exist (section 8.3.3.7).
     *
     * <p>What to do: check the address, the node or the id.
     */
    ITEM_NOT_FOUND(Type.CANCEL),
    /**
     * An address is malformed for the recipient (section 8.3.3.8).
     *
     * <p>What to do: check the address; some services have stricter rules.
     */
    JID_MALFORMED(Type.MODIFY),
    /**
     * The recipient does not accept it as it is (section 8.3.3.9).
     *
     * <p>What to do: see the text; in rooms and at block lists it means that something has to
     * change first.
     */
    NOT_ACCEPTABLE(Type.MODIFY),
    /**
     * Nobody may do this (section 8.3.3.10).
     *
     * <p>What to do: do without.
     */
    NOT_ALLOWED(Type.CANCEL),
    /**
     * The sender has to give proof, such as a password (section 8.3.3.11).
     *
     * <p>What to do: sign in, or add the password.
     */
    NOT_AUTHORIZED(Type.AUTH),
    /**
     * A rule of the service was broken (section 8.3.3.12).
     *
     * <p>What to do: see the text; send less, or something else.
     */
    POLICY_VIOLATION(Type.MODIFY),
    /**
     * The recipient is not there now (section 8.3.3.13).
     *
     * <p>What to do: try again when it is available.
     */
    RECIPIENT_UNAVAILABLE(Type.WAIT),
    /**
     * The recipient is elsewhere for now (section 8.3.3.14).
     *
     * <p>What to do: use {@link StanzaError#address}, after asking the user.
     */
    REDIRECT(Type.MODIFY),
    /**
     * The sender has to register first (section 8.3.3.15).
     *
     * <p>What to do: register with the service, or become a member of the room.
     */
    REGISTRATION_REQUIRED(Type.AUTH),
    /**
     * The recipient's domain can't be found or reached (section 8.3.3.16).
     *
     * <p>What to do: check the domain.
     */
    REMOTE_SERVER_NOT_FOUND(Type.CANCEL),
    /**
     * The recipient's server does not answer (section 8.3.3.17).
     *
     * <p>What to do: try again later.
     */
    REMOTE_SERVER_TIMEOUT(Type.WAIT),
    /**
     * The recipient is busy or full (section 8.3.3.18).
     *
     * <p>What to do: try again later.
     */
    RESOURCE_CONSTRAINT(Type.WAIT),
    /**
     * The recipient does not offer it, or is not there (section 8.3.3.19).
     *
     * <p>What to do: check the address; a client is asked by its full address. Servers also say
     * this for users who do not exist.
     */
    SERVICE_UNAVAILABLE(Type.CANCEL),
    /**
     * Only those subscribed may do this (section 8.3.3.20).
     *
     * <p>What to do: subscribe first.
     */
    SUBSCRIPTION_REQUIRED(Type.AUTH),
    /**
     * Another error (section 8.3.3.21).
     *
     * <p>What to do: see the text and {@link StanzaError#application}.
     */
    UNDEFINED_CONDITION(Type.CANCEL),
    /**
     * The recipient did not expect it now (section 8.3.3.22).
     *
     * <p>What to do: check the order of the steps.
     */
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
   * Creates an error with the usual type of a condition.
   *
   * @param condition the condition
   * @return the error
   */
  public static StanzaError of(Condition condition) {
    return of(condition, null);
  }

  /**
   * Creates an error with the usual type of a condition.
   *
   * @param condition the condition
   * @param text human-readable, or null
   * @return the error
   */
  public static StanzaError of(Condition condition, @Nullable String text) {
    return new StanzaError(condition.usualType, condition, condition.wireName(), text, null);
  }

  /**
   * Reads the error of a stanza of type {@code error}. Never fails.
   *
   * @param stanza the stanza
   * @return its {@code <error/>}; {@code undefined-condition} if there is none. For an error
   *     without a condition but with a legacy code, the condition is that of XEP-0086
   */
  public static StanzaError of(Element stanza) {
    return of(stanza, Languages.ANY);
  }

  /**
   * Reads the error of a stanza of type {@code error}. Never fails.
   *
   * @param stanza the stanza
   * @param languages chooses among texts in several languages
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

  /** The type in the error, else the usual one of its legacy code or condition. */
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

  /** The text of RFC 6120, section 8.3.2, else the legacy text content of the error. */
  private static @Nullable String text(Element error, Languages languages) {
    Element text = languages.choose(error, "text", NAMESPACE);
    if (text != null) {
      return text.text();
    }
    String bare = error.text().strip();
    return bare.isEmpty() ? null : bare;
  }

  /**
   * Converts the error to XML. Any text can be sent: characters that XML does not allow are
   * replaced by U+FFFD, and a condition name that is not a valid XML name by the defined condition.
   *
   * @param namespace the namespace of the stanza that contains it
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
