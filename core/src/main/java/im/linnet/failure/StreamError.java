package im.linnet.failure;

import im.linnet.xml.Element;
import im.linnet.xml.Languages;
import im.linnet.xml.XmlText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stream error: why a stream was ended (RFC 6120, section 4.9).
 *
 * @param condition the defined condition; {@link Condition#UNDEFINED_CONDITION} for one that is not
 *     in RFC 6120
 * @param conditionName the condition's element name as sent
 * @param conditionText the text in the condition's element: the host of {@code see-other-host},
 *     else {@code ""}
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

  /** The longest text kept, in characters. */
  private static final int MAX_TEXT = 1024;

  /** Truncates the text to 1,024 characters. */
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
     * Finds the condition for an element name.
     *
     * @param wireName the element name
     * @return the condition; {@link #UNDEFINED_CONDITION} for a name that is not in RFC 6120
     */
    public static Condition of(String wireName) {
      return Arrays.stream(values())
          .filter(condition -> condition.wireName().equals(wireName))
          .findFirst()
          .orElse(UNDEFINED_CONDITION);
    }

    /**
     * Whether reconnecting may help after the server sent this condition. It does not if the user
     * has to act: {@link #CONFLICT}, {@link #HOST_GONE}, {@link #HOST_UNKNOWN} and {@link
     * #NOT_AUTHORIZED}. Conditions that reject what the client sent are retryable: usually one
     * stanza was at fault, perhaps because of text from another user, and the next stream starts
     * without it.
     *
     * @return whether reconnecting may help
     */
    public boolean retryable() {
      return remedy() == null;
    }

    /** What the user has to do before reconnecting can help, or null if nothing. */
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
   * Creates an error with a condition and a text.
   *
   * @param condition the condition
   * @param text human-readable, or null
   * @return the error
   */
  public static StreamError of(Condition condition, @Nullable String text) {
    return new StreamError(condition, condition.wireName(), "", text, null);
  }

  /**
   * Reads a {@code <stream:error/>}. Never fails, as the stream is over anyway.
   *
   * @param error the element
   * @return the error
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
   * Converts the error to XML. Characters that XML does not allow are replaced by U+FFFD, and a
   * condition name that is not a valid XML name by the defined condition.
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
