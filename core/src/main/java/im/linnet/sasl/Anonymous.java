package im.linnet.sasl;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** ANONYMOUS (RFC 4505), without a trace: the server makes up an account (XEP-0175). */
record Anonymous() implements SaslMechanism {

  @Override
  public String name() {
    return "ANONYMOUS";
  }

  /** Anywhere: it has no secret. Whether the stream may be in clear text is the client's to say. */
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
