package im.linnet.internal.stream;

import im.linnet.failure.Phase;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslMechanism;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.Progress;
import im.linnet.stream.StreamFeature;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Signs the user in by SASL (RFC 6120, section 6): chooses a mechanism and lets it talk. There is
 * one try by one mechanism; a refusal never leads to a weaker one.
 *
 * @param sasl the mechanisms, the preferred one first
 * @param secrets whether passwords and tokens may be sent to the server that TLS leads to
 * @param computing for what mechanisms compute
 */
public record SaslAuthentication(Sasl sasl, boolean secrets, Executor computing)
    implements StreamFeature {

  /** The namespace of everything that is said here. */
  static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-sasl";

  @Override
  public Phase phase() {
    return Phase.AUTHENTICATING;
  }

  @Override
  public boolean accepts(Features features, Progress progress) {
    return !progress.authenticated() && features.offers("mechanisms", NAMESPACE);
  }

  @Override
  public CompletionStage<Outcome> negotiate(Negotiation negotiation) {
    // All on the worker: choosing and starting a mechanism already runs code of the user's.
    return CompletableFuture.<SaslChannel>completedStage(
            NegotiatedChannel.of(negotiation, secrets, computing))
        .thenComposeAsync(channel -> converse(negotiation, channel), negotiation.worker());
  }

  private CompletionStage<Outcome> converse(Negotiation negotiation, SaslChannel channel) {
    SaslMechanism mechanism = sasl.select(channel);
    return SaslConversation.run(negotiation, mechanism, channel);
  }
}
