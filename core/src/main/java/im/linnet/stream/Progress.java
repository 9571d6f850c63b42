package im.linnet.stream;

import im.linnet.jid.Jid;
import org.jspecify.annotations.Nullable;

/**
 * What the negotiation has reached; steps decide by it whether they are due.
 *
 * @param secure whether TLS protects the stream and the server's certificate was verified
 * @param authenticated whether the user is signed in
 * @param jid the address that the server bound, or null before
 */
public record Progress(boolean secure, boolean authenticated, @Nullable Jid jid) {

  /** {@return whether a resource is bound} */
  public boolean bound() {
    return jid != null;
  }
}
