package im.linnet.internal.steps;

import im.linnet.failure.Phase;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslMechanism;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
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

  /** The namespace of SASL. */
  public static final String NAMESPACE = Rfc6120Wire.NAMESPACE;

  private static final SaslWire WIRE = new Rfc6120Wire();

  @Override
  public Phase phase() {
    return Phase.AUTHENTICATING;
  }

  @Override
  public boolean accepts(Features features, Facts facts) {
    return !facts.authenticated() && features.offers("mechanisms", NAMESPACE);
  }

  @Override
  public CompletionStage<Next> negotiate(Negotiation negotiation) {
    // All on the worker: choosing and starting a mechanism already runs code of the user's.
    return CompletableFuture.<SaslChannel>completedStage(
            NegotiatedChannel.of(negotiation, secrets, computing))
        .thenComposeAsync(channel -> converse(negotiation, channel), negotiation.worker());
  }

  private CompletionStage<Next> converse(Negotiation negotiation, SaslChannel channel) {
    SaslMechanism mechanism = sasl.select(channel);
    return SaslConversation.run(negotiation, mechanism, channel, WIRE)
        .thenCompose(success -> negotiation.note(facts -> facts.withMechanism(mechanism.name())))
        .thenApply(noted -> Next.NEW_STREAM);
  }
}
