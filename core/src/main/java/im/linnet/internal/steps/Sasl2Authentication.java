package im.linnet.internal.steps;

import im.linnet.failure.Phase;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslMechanism;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Signs the user in by SASL2 (XEP-0388), with the requests that travel inside: resumption, resource
 * binding, stream management. Only under TLS, and only if the server offers there a mechanism that
 * the client likes no less than the best one of SASL. See {@link Sasl2SignIn} for what is tried.
 *
 * @param sasl the mechanisms, in order of preference
 * @param fast the tokens for the next sign-in
 * @param rules the rules for the address
 * @param secrets whether passwords and tokens may be sent to the server that TLS authenticates
 * @param computing runs the mechanisms' computations
 */
public record Sasl2Authentication(
    Sasl sasl, Fast fast, BoundAddress rules, boolean secrets, Executor computing)
    implements StreamFeature {

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
    if (facts.authenticated() || !facts.secure()) {
      return false;
    }
    int rank = rank(features.get("authentication", Sasl2Wire.NAMESPACE));
    return rank < sasl.mechanisms().size()
        && rank <= rank(features.get("mechanisms", Rfc6120Wire.NAMESPACE));
  }

  /** The place of the first mechanism that is offered; the number of mechanisms if none is. */
  private int rank(@Nullable Element offer) {
    Set<String> offered = NegotiatedChannel.mechanisms(offer);
    List<SaslMechanism> all = sasl.mechanisms();
    int rank = 0;
    while (rank < all.size() && !offered.contains(all.get(rank).name())) {
      rank++;
    }
    return rank;
  }

  @Override
  public CompletionStage<Next> negotiate(Negotiation negotiation) {
    Element offer = negotiation.features().get("authentication", Sasl2Wire.NAMESPACE);
    Element inline = offer == null ? null : offer.child("inline", Sasl2Wire.NAMESPACE);
    SaslChannel channel = NegotiatedChannel.of(negotiation, offer, secrets, computing);
    Sasl2SignIn signIn = new Sasl2SignIn(this, negotiation, channel, inline);
    // On the worker, because choosing and starting a mechanism already runs user code.
    return CompletableFuture.<Void>completedStage(null)
        .thenComposeAsync(begun -> signIn.run(), negotiation.worker());
  }
}
