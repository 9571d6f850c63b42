package im.linnet.internal.netty;

import im.linnet.stream.StreamOpening;
import org.jspecify.annotations.Nullable;

/**
 * Written to the pipeline to open a stream, initially or after a restart.
 *
 * @param header the header to send
 */
public record StreamOpen(StreamOpening header) {

  /**
   * Opens a stream.
   *
   * @param to the domain to connect to
   * @param contentNamespace the namespace of its stanzas on the wire (RFC 6120, section 4.8.2)
   * @param lang the user's preferred language, or null
   */
  public StreamOpen(String to, String contentNamespace, @Nullable String lang) {
    this(StreamOpening.to(to).withContentNamespace(contentNamespace).withLanguage(lang));
  }

  /** {@return the domain to connect to} */
  public String to() {
    return header.to();
  }

  /** {@return the namespace of the stanzas on the wire} */
  public String contentNamespace() {
    return header.contentNamespace();
  }

  /** {@return the user's preferred language, or null} */
  public @Nullable String lang() {
    return header.language();
  }
}
