package im.linnet.internal.netty;

import im.linnet.stanza.Stanza;
import org.jspecify.annotations.Nullable;

/**
 * Written to the pipeline to open a stream, or to open it anew after a restart.
 *
 * @param to the domain, as it stands in the account's address
 * @param contentNamespace the namespace of its stanzas on the wire (RFC 6120, section 4.8.2)
 * @param lang the language that the user prefers (RFC 6120, section 4.7.4), or null
 */
public record StreamOpen(String to, String contentNamespace, @Nullable String lang) {

  /**
   * Opens the stream of a client.
   *
   * @param to the domain, as it stands in the account's address
   * @param lang the language that the user prefers (RFC 6120, section 4.7.4), or null
   */
  public StreamOpen(String to, @Nullable String lang) {
    this(to, Stanza.NAMESPACE, lang);
  }
}
