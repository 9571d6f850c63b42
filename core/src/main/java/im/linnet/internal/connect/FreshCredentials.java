package im.linnet.internal.connect;

import im.linnet.connection.BoundStream;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.internal.netty.Causes;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.SaslMechanism;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Connects, and tries once more if the server refuses credentials that the mechanism can renew,
 * such as a token. No other code does that. The retry uses a new connection, because some services
 * close theirs after a refusal; a second refusal is final.
 *
 * @param sasl the client's mechanisms
 */
public record FreshCredentials(Sasl sasl) {

  /** RFC 6120, sections 6.5.10 and 6.5.3: the conditions that mean the credentials are refused. */
  private static final Set<String> OF_THE_CREDENTIALS =
      Set.of("not-authorized", "credentials-expired");

  /**
   * Connects.
   *
   * @param connector makes one attempt
   * @return the result of the last attempt, completed by the thread that completed that. Cancelling
   *     it cancels the current attempt
   */
  public CompletableFuture<BoundStream> connect(
      Supplier<CompletableFuture<BoundStream>> connector) {
    return new SecondAttempt(this::mayBeRenewed).connect(connector);
  }

  private boolean mayBeRenewed(Throwable failure) {
    return Causes.of(failure) instanceof AuthenticationException refused
        && refused.reason() == Reason.REFUSED
        && refused.condition() != null
        && OF_THE_CREDENTIALS.contains(refused.condition())
        && sasl.mechanisms().stream()
            .filter(mechanism -> mechanism.name().equals(refused.mechanism()))
            .anyMatch(SaslMechanism::renewsCredentials);
  }
}
