package im.linnet.sasl;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** ANONYMOUS (RFC 4505), without trace information: the server assigns an account (XEP-0175). */
record Anonymous() implements SaslMechanism {

  @Override
  public String name() {
    return "ANONYMOUS";
  }

  /** Always usable, as there is no secret. The client decides whether clear text is allowed. */
  @Override
  public boolean usableOn(SaslChannel channel) {
    return true;
  }

  @Override
  public SaslExchange start(SaslChannel channel) {
    return () -> CompletableFuture.completedStage(Optional.of(new byte[0]));
  }

  @Override
  public String toString() {
    return name();
  }
}
