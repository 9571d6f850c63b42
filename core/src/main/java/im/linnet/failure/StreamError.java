package im.linnet.failure;

import im.linnet.xml.Element;
import im.linnet.xml.Languages;
import im.linnet.xml.XmlText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Why a stream was ended (RFC 6120, section 4.9).
 *
 * @param condition the defined condition; {@link Condition#UNDEFINED_CONDITION} for one that is not
 *     in RFC 6120
 * @param conditionName the condition's element name as it was sent
 * @param conditionText the text inside the condition: the host of {@code see-other-host}; else
 *     {@code ""}
 * @param text the human-readable text, in the language of the stream if there are several, or null;
 *     at most 1,024 characters; unauthenticated if it came before TLS
 * @param application an application-specific condition, or null
 */
public record StreamError(
    Condition condition,
    String conditionName,
    String conditionText,
    @Nullable String text,
    @Nullable Element application) {

  /** The namespace of the conditions. */
  public static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-streams";

  /** How much of a text from a server is kept. */
  private static final int MAX_TEXT = 1024;

  /** Keeps the beginning of texts that are longer than 1,024 characters. */
  public StreamError {
    text = text == null ? null : XmlText.cut(text, MAX_TEXT);
    conditionText = XmlText.cut(conditionText, MAX_TEXT);
  }

  /** The conditions of RFC 6120, section 4.9.3. */
  public enum Condition {
    /** Section 4.9.3.1. */
    BAD_FORMAT,
    /** Section 4.9.3.2. */
    BAD_NAMESPACE_PREFIX,
    /** Section 4.9.3.3: the same resource signed in elsewhere. */
    CONFLICT,
    /** Section 4.9.3.4. */
    CONNECTION_TIMEOUT,
    /** Section 4.9.3.5. */
    HOST_GONE,
    /** Section 4.9.3.6. */
    HOST_UNKNOWN,
    /** Section 4.9.3.7. */
    IMPROPER_ADDRESSING,
    /** Section 4.9.3.8. */
    INTERNAL_SERVER_ERROR,
    /** Section 4.9.3.9. */
    INVALID_FROM,
    /** Section 4.9.3.10. */
    INVALID_NAMESPACE,
    /** Section 4.9.3.11. */
    INVALID_XML,
    /** Section 4.9.3.12. */
    NOT_AUTHORIZED,
    /** Section 4.9.3.13. */
    NOT_WELL_FORMED,
    /** Section 4.9.3.14. */
    POLICY_VIOLATION,
    /** Section 4.9.3.15. */
    REMOTE_CONNECTION_FAILED,
    /** Section 4.9.3.16. */
    RESET,
    /** Section 4.9.3.17. */
    RESOURCE_CONSTRAINT,
    /** Section 4.9.3.18. */
    RESTRICTED_XML,
    /** Section 4.9.3.19. */
    SEE_OTHER_HOST,
    /** Section 4.9.3.20. */
    SYSTEM_SHUTDOWN,
    /** Section 4.9.3.21. */
    UNDEFINED_CONDITION,
    /** Section 4.9.3.22. */
    UNSUPPORTED_ENCODING,
    /** Section 4.9.3.23. */
    UNSUPPORTED_FEATURE,
    /** Section 4.9.3.24. */
    UNSUPPORTED_STANZA_TYPE,
    /** Section 4.9.3.25. */
    UNSUPPORTED_VERSION;

    /** {@return the element name on the wire} */
    public String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /**
     * The condition of an element name.
     *
     * @param wireName the name
     * @return the condition, {@link #UNDEFINED_CONDITION} for a name that RFC 6120 does not have
     */
    public static Condition of(String wireName) {
      return Arrays.stream(values())
          .filter(condition -> condition.wireName().equals(wireName))
          .findFirst()
          .orElse(UNDEFINED_CONDITION);
    }

    /**
     * Tells whether connecting again may help, if it is the server that says so. It does not where
     * the user has to act: {@link #CONFLICT}, {@link #HOST_GONE}, {@link #HOST_UNKNOWN} and {@link
     * #NOT_AUTHORIZED}. A server that objects to what was sent objects to one stanza, which may
     * hold a stranger's words; the next stream begins without it.
     *
     * @return whether another stream may last
     */
    public boolean retryable() {
      return remedy() == null;
    }

    /** What the user has to do before another stream can last, or null if that is nothing. */
    @Nullable String remedy() {
      return switch (this) {
        case CONFLICT ->
            "another session took this one's resource; give each client a resource of its own, or"
                + " none";
        case HOST_GONE, HOST_UNKNOWN ->
            "this server does not serve the account's domain; check the address, or ask its"
                + " operator";
        case NOT_AUTHORIZED ->
            "the account may have been closed or its password changed; check that it can sign in";
        default -> null;
      };
    }
  }

  /**
   * An error with a condition alone.
   *
   * @param condition the condition
   * @param text human-readable, or null
   * @return the error
   */
  public static StreamError of(Condition condition, @Nullable String text) {
    return new StreamError(condition, condition.wireName(), "", text, null);
  }

  /**
   * Reads a {@code <stream:error/>}; never fails, as the stream is over anyway.
   *
   * @param error the element
   * @return what it says
   */
  public static StreamError of(Element error) {
    Element condition = null;
    Element application = null;
    for (Element child : error.children()) {
      if (!child.namespace().equals(NAMESPACE)) {
        application = application == null ? child : application;
      } else if (condition == null && !child.name().equals("text")) {
        condition = child;
      }
    }
    Element words = Languages.ANY.choose(error, "text", NAMESPACE);
    String text = words == null ? null : words.text();
    return condition == null
        ? new StreamError(
            Condition.UNDEFINED_CONDITION, "undefined-condition", "", text, application)
        : new StreamError(
            Condition.of(condition.name()),
            XmlText.cut(condition.name(), MAX_TEXT),
            condition.text(),
            text,
            application);
  }

  /**
   * The error as it is sent: U+FFFD stands in the place of each character that XML does not allow,
   * and the defined condition in the place of a name that is none in XML.
   *
   * @return the {@code <error/>} element
   */
  public Element toElement() {
    return Element.builder("error", "http://etherx.jabber.org/streams")
        .child(sent())
        .child(text == null ? null : Element.of("text", NAMESPACE, XmlText.allowed(text)))
        .child(application)
        .build();
  }

  private Element sent() {
    String fit = XmlText.allowed(conditionText);
    try {
      return Element.of(conditionName, NAMESPACE, fit);
    } catch (IllegalArgumentException noName) {
      return Element.of(condition.wireName(), NAMESPACE, fit);
    }
  }
}
