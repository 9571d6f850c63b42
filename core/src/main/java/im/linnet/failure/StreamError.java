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
    /**
     * The XML can't be processed (section 4.9.3.1).
     *
     * <p>What to do: report it, with what {@code ClientBuilder.onWire} shows.
     */
    BAD_FORMAT,
    /**
     * A namespace prefix is not allowed (section 4.9.3.2).
     *
     * <p>What to do: report it, with what {@code ClientBuilder.onWire} shows.
     */
    BAD_NAMESPACE_PREFIX,
    /**
     * The same resource has signed in elsewhere (section 4.9.3.3).
     *
     * <p>What to do: give each client a resource of its own, or none; then call {@code connect()}.
     */
    CONFLICT,
    /**
     * One side has not heard of the other for too long (section 4.9.3.4).
     *
     * <p>What to do: set a shorter {@code ClientBuilder.keepAlive}.
     */
    CONNECTION_TIMEOUT,
    /**
     * The server no longer serves the domain (section 4.9.3.5).
     *
     * <p>What to do: check the address, or ask the operator.
     */
    HOST_GONE,
    /**
     * The server does not serve the domain (section 4.9.3.6).
     *
     * <p>What to do: check the address, and the endpoint if one is set.
     */
    HOST_UNKNOWN,
    /**
     * A stanza between servers lacks an address (section 4.9.3.7).
     *
     * <p>What to do: report it: a client should not get it.
     */
    IMPROPER_ADDRESSING,
    /**
     * The server has a fault (section 4.9.3.8).
     *
     * <p>What to do: try again later; ask the operator if it stays.
     */
    INTERNAL_SERVER_ERROR,
    /**
     * A stanza was sent from an address that is not the client's (section 4.9.3.9).
     *
     * <p>What to do: do not set {@code from} in stanzas of an account.
     */
    INVALID_FROM,
    /**
     * The stream has an unknown namespace (section 4.9.3.10).
     *
     * <p>What to do: check that the port is for clients, not for servers or components.
     */
    INVALID_NAMESPACE,
    /**
     * The server does not accept the XML of a stanza (section 4.9.3.11).
     *
     * <p>What to do: find the stanza by {@code ClientBuilder.onWire}, and leave it out.
     */
    INVALID_XML,
    /**
     * The client sent something that it may not send, or the account was closed (section 4.9.3.12).
     *
     * <p>What to do: check that the account can sign in.
     */
    NOT_AUTHORIZED,
    /**
     * The XML is not well-formed (section 4.9.3.13).
     *
     * <p>What to do: see the message: the server, or something before it, sent or read garbage.
     */
    NOT_WELL_FORMED,
    /**
     * A rule of the server was broken, such as a limit for stanzas (section 4.9.3.14).
     *
     * <p>What to do: see the text; send less, or smaller stanzas.
     */
    POLICY_VIOLATION,
    /**
     * The server can't reach another one that it needs (section 4.9.3.15).
     *
     * <p>What to do: try again later.
     */
    REMOTE_CONNECTION_FAILED,
    /**
     * The server wants a new stream, for instance for a new certificate (section 4.9.3.16).
     *
     * <p>What to do: connect again; a {@code ReconnectPolicy} does.
     */
    RESET,
    /**
     * The server is out of resources for this client (section 4.9.3.17).
     *
     * <p>What to do: try again later, with fewer connections.
     */
    RESOURCE_CONSTRAINT,
    /**
     * The stream had a comment, a processing instruction, a DTD or an entity (section 4.9.3.18).
     *
     * <p>What to do: see who ended the stream: a client never sends these.
     */
    RESTRICTED_XML,
    /**
     * The server sends the client to another host (section 4.9.3.19).
     *
     * <p>What to do: see the message: the client follows by itself where it is safe.
     */
    SEE_OTHER_HOST,
    /**
     * The server is shutting down (section 4.9.3.20).
     *
     * <p>What to do: try again later; a {@code ReconnectPolicy} does.
     */
    SYSTEM_SHUTDOWN,
    /**
     * Another error (section 4.9.3.21).
     *
     * <p>What to do: see the text and {@link StreamError#application}.
     */
    UNDEFINED_CONDITION,
    /**
     * The encoding is not UTF-8 (section 4.9.3.22).
     *
     * <p>What to do: report it.
     */
    UNSUPPORTED_ENCODING,
    /**
     * A feature is required that the other side does not have (section 4.9.3.23).
     *
     * <p>What to do: see the message: it names the feature, for which an extension or a step may
     * exist.
     */
    UNSUPPORTED_FEATURE,
    /**
     * An element is not understood (section 4.9.3.24).
     *
     * <p>What to do: do not send it to this server.
     */
    UNSUPPORTED_STANZA_TYPE,
    /**
     * The version of XMPP is not supported (section 4.9.3.25).
     *
     * <p>What to do: ask the operator for a server of today.
     */
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
