package im.linnet.sasl;

import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * EXTERNAL (RFC 4422, appendix A): the client's TLS certificate says who the user is (XEP-0178). So
 * it is used only where the client has shown one.
 *
 * @param authzid the identity to act as, or {@code ""} for the one that the server derives
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

  /** Under any TLS: the client's key proves who it is, and stays here. */
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
