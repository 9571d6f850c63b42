package im.linnet.internal.steps;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.internal.netty.Causes;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslMechanism;
import im.linnet.stream.Negotiation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Signs a user in on one stream, in any wire form: chooses the mechanism and runs it. If the server
 * refuses the first message of a mechanism, before it has seen any proof of the password, the
 * {@linkplain Sasl#alternative alternative} to this mechanism is tried on the same stream (RFC
 * 6120, section 6.4.5). Each mechanism is tried at most once.
 */
final class SignIn {

  private final Negotiation negotiation;
  private final Sasl sasl;
  private final SaslChannel channel;
  private final SaslWire wire;

  private SignIn(Negotiation negotiation, Sasl sasl, SaslChannel channel, SaslWire wire) {
    this.negotiation = negotiation;
    this.sasl = sasl;
    this.channel = channel;
    this.wire = wire;
  }

  /**
   * Signs in; must be called on the worker.
   *
   * @param negotiation the stream
   * @param sasl the mechanisms, in order of preference
   * @param channel the connection, with the mechanisms offered in this wire form
   * @param wire the wire form; its {@code begin} is called once for each mechanism that is tried
   * @return the server's success; fails with an {@link AuthenticationException} or with what ended
   *     the stream
   */
  static CompletionStage<SignedIn> run(
      Negotiation negotiation, Sasl sasl, SaslChannel channel, SaslWire wire) {
    try {
      SaslMechanism mechanism = sasl.select(channel);
      return new SignIn(negotiation, sasl, channel, wire).attempt(mechanism);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private CompletionStage<SignedIn> attempt(SaslMechanism mechanism) {
    SaslConversation conversation = SaslConversation.of(negotiation, mechanism, channel, wire);
    return conversation
        .run()
        .thenApply(success -> new SignedIn(mechanism, success))
        .exceptionallyCompose(failure -> failed(conversation, mechanism, Causes.of(failure)));
  }

  private CompletionStage<SignedIn> failed(
      SaslConversation conversation, SaslMechanism mechanism, Throwable failure) {
    if (!(failure instanceof AuthenticationException refusal) || !conversation.isRefusedAtOnce()) {
      return CompletableFuture.failedStage(failure);
    }
    SaslMechanism next = sasl.alternative(mechanism, String.valueOf(refusal.condition()), channel);
    return next == null
        ? CompletableFuture.failedStage(refusal)
        : attempt(next)
            .exceptionallyCompose(
                again -> CompletableFuture.failedStage(meant(refusal, next.name(), again)));
  }

  /**
   * The failure to report. If the stream ends while another mechanism is tried, as some servers
   * leave after a refusal, it is the refusal together with this end.
   *
   * @param refusal the refusal of the first mechanism
   * @param next the name of the second one, if it was chosen
   * @param again its failure
   */
  static Throwable meant(AuthenticationException refusal, @Nullable String next, Throwable again) {
    Throwable cause = Causes.of(again);
    return cause instanceof TransportException || cause instanceof StreamException
        ? refusal.cutShort(next, (XmppException) cause)
        : cause;
  }
}
