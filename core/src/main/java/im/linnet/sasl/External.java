package im.linnet.sasl;

import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * EXTERNAL (RFC 4422, appendix A): the client's TLS certificate identifies the user (XEP-0178).
 * Used only if the client has presented one.
 *
 * @param authzid the authorization identity, or {@code ""} for the one that the server derives
 */
record External(String authzid) implements SaslMechanism {

  External {
    if (authzid.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("authzid: holds U+0000 (expected: a bare JID)");
    }
  }

  @Override
  public String name() {
    return "EXTERNAL";
  }

  /** Usable under any TLS, as the private key is not sent. */
  @Override
  public boolean usableOn(SaslChannel channel) {
    Certificate[] shown = channel.tls() == null ? null : channel.tls().getLocalCertificates();
    return shown != null && shown.length > 0;
  }

  @Override
  public SaslExchange start(SaslChannel channel) {
    return () ->
        CompletableFuture.completedStage(Optional.of(authzid.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public String toString() {
    return name();
  }
}
