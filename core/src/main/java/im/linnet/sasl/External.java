package im.linnet.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * EXTERNAL (RFC 4422, appendix A): who the user is was said by other means, as a rule by the
 * client's TLS certificate (XEP-0178).
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
    return channel.tls() != null;
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
