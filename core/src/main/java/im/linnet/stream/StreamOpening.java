package im.linnet.stream;

import im.linnet.stanza.Stanza;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stream header that a client sends (RFC 6120, section 4.7). Immutable: each {@code with..}
 * method returns a changed copy.
 */
public final class StreamOpening {

  /** The content namespace of client streams (RFC 6120, section 4.8.3). */
  public static final String CLIENT = Stanza.NAMESPACE;

  private static final String VERSION = "1.0";

  private final String to;
  private final @Nullable String from;
  private final String contentNamespace;
  private final @Nullable String version;
  private final @Nullable String language;

  private StreamOpening(
      String to,
      @Nullable String from,
      String contentNamespace,
      @Nullable String version,
      @Nullable String language) {
    this.to = to;
    this.from = from;
    this.contentNamespace = contentNamespace;
    this.version = version;
    this.language = language;
  }

  /**
   * Creates the header of a client stream, version 1.0, without optional attributes.
   *
   * @param domain the domain of the server
   * @return the header
   */
  public static StreamOpening to(String domain) {
    return new StreamOpening(Objects.requireNonNull(domain, "domain"), null, CLIENT, VERSION, null);
  }

  /** {@return the domain of the server} */
  public String to() {
    return to;
  }

  /** {@return the client's address, or null to omit it} */
  public @Nullable String from() {
    return from;
  }

  /** {@return the namespace of the stanzas in the stream (RFC 6120, section 4.8.2)} */
  public String contentNamespace() {
    return contentNamespace;
  }

  /** {@return the version, or null for none, in which case the server sends no features} */
  public @Nullable String version() {
    return version;
  }

  /** {@return the user's preferred language, or null} */
  public @Nullable String language() {
    return language;
  }

  /**
   * Sets the domain.
   *
   * @param domain the domain of the server
   * @return a copy
   */
  public StreamOpening withTo(String domain) {
    return new StreamOpening(domain, from, contentNamespace, version, language);
  }

  /**
   * Sets the client's address (RFC 6120, section 4.7.1).
   *
   * @param address the address, readable by anyone before TLS; null for none
   * @return a copy
   */
  public StreamOpening withFrom(@Nullable String address) {
    return new StreamOpening(to, address, contentNamespace, version, language);
  }

  /**
   * Sets the namespace of the stanzas. The server must answer with the same one.
   *
   * @param namespace such as {@code jabber:component:accept}
   * @return a copy
   */
  public StreamOpening withContentNamespace(String namespace) {
    return new StreamOpening(to, from, namespace, version, language);
  }

  /**
   * Removes the version, as before XMPP 1.0 (RFC 6120, section 4.7.5). The server then sends no
   * features, and the steps run on an empty set.
   *
   * @return a copy without version
   */
  public StreamOpening withoutVersion() {
    return new StreamOpening(to, from, contentNamespace, null, language);
  }

  /**
   * Sets the default language of the stream (RFC 6120, section 4.7.4).
   *
   * @param tag a language tag, or null
   * @return a copy
   */
  public StreamOpening withLanguage(@Nullable String tag) {
    return new StreamOpening(to, from, contentNamespace, version, tag);
  }

  @Override
  public String toString() {
    return "StreamOpening[to=%s, contentNamespace=%s, version=%s]"
        .formatted(to, contentNamespace, version);
  }
}
