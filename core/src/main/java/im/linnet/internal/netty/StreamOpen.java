package im.linnet.internal.netty;

import im.linnet.stream.StreamOpening;
import org.jspecify.annotations.Nullable;

/**
 * Written to the pipeline to open a stream, the first one or one after a restart.
 *
 * @param header what is sent
 */
public record StreamOpen(StreamOpening header) {

  /**
   * Opens a stream.
   *
   * @param to the domain that is to serve it
   * @param contentNamespace the namespace of its stanzas on the wire (RFC 6120, section 4.8.2)
   * @param lang the language that the user prefers, or null
   */
  public StreamOpen(String to, String contentNamespace, @Nullable String lang) {
    this(StreamOpening.to(to).withContentNamespace(contentNamespace).withLanguage(lang));
  }

  /** {@return the domain that is to serve the stream} */
  public String to() {
    return header.to();
  }

  /** {@return the namespace of the stanzas on the wire} */
  public String contentNamespace() {
    return header.contentNamespace();
  }

  /** {@return the language that the user prefers, or null} */
  public @Nullable String lang() {
    return header.language();
  }
}
