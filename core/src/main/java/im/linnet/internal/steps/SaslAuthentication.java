package im.linnet.internal.steps;

import im.linnet.failure.Phase;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.SaslChannel;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Signs the user in by SASL (RFC 6120, section 6). A failure never falls back to a weaker
 * mechanism; what may be tried after a refusal says {@link SignIn}.
 *
 * @param sasl the mechanisms, in order of preference
 * @param secrets whether passwords and tokens may be sent to the server that TLS authenticates
 * @param computing runs the mechanisms' computations
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
  public boolean startsAhead() {
    return true;
  }

  @Override
  public boolean accepts(Features features, Facts facts) {
    return !facts.authenticated() && features.offers("mechanisms", NAMESPACE);
  }

  @Override
  public CompletionStage<Next> negotiate(Negotiation negotiation) {
    // On the worker, because choosing and starting a mechanism already runs user code.
    return CompletableFuture.<SaslChannel>completedStage(
            NegotiatedChannel.of(
                negotiation,
                negotiation.features().get("mechanisms", NAMESPACE),
                secrets,
                computing))
        .thenComposeAsync(
            channel -> SignIn.run(negotiation, sasl, channel, WIRE), negotiation.worker())
        .thenCompose(
            signedIn ->
                negotiation.note(facts -> facts.withSignIn(NAMESPACE, signedIn.mechanism().name())))
        .thenApply(noted -> Next.NEW_STREAM);
  }
}
