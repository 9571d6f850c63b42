package im.linnet.internal.tls;

import im.linnet.tls.PublicKeyPin;
import im.linnet.tls.TlsPolicy;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.net.ssl.SSLEngine;

/**
 * The keys one of which must vouch for a server: its own key, or the key of an authority from which
 * a valid path leads to the server's certificate. That a server merely sends a certificate with
 * such a key does not count: the path is validated with the pinned certificate as its trust anchor.
 */
final class PinnedKeys {

  private final TlsPolicy policy;

  PinnedKeys(TlsPolicy policy) {
    this.policy = policy;
  }

  /**
   * Checks a server's certificates.
   *
   * @param chain what the server sent, its own certificate first
   * @param known further authorities that may have a pinned key, which servers need not send
   * @param type the authentication type, as for a trust manager
   * @throws PinMismatch if no pinned key vouches for the server
   */
  void check(X509Certificate[] chain, X509Certificate[] known, String type, SSLEngine engine)
      throws PinMismatch {
    if (isPinned(chain[0])) {
      return;
    }
    Set<X509Certificate> pinned = new LinkedHashSet<>();
    addPinned(chain, pinned);
    addPinned(known, pinned);
    if (pinned.isEmpty()) {
      throw new PinMismatch("its key is " + PublicKeyPin.of(chain[0]), null);
    }
    try {
      ServerTrust.check(TrustAnchors.of(pinned, policy), chain, type, engine);
    } catch (GeneralSecurityException | IOException e) {
      throw new PinMismatch(
          "its key is %s, and the authority with a pinned key did not issue it"
              .formatted(PublicKeyPin.of(chain[0])),
          e);
    }
  }

  private void addPinned(X509Certificate[] from, Set<X509Certificate> pinned) {
    for (X509Certificate certificate : from) {
      if (isPinned(certificate)) {
        pinned.add(certificate);
      }
    }
  }

  /** Whether a certificate has one of the keys. */
  boolean isPinned(X509Certificate certificate) {
    return !policy.pins().isEmpty() && policy.pins().contains(PublicKeyPin.of(certificate));
  }
}
