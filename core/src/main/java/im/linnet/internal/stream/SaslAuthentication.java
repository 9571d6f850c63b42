package im.linnet.internal.stream;

import im.linnet.failure.Phase;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslMechanism;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.Progress;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSession;

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

  /** How many offers are looked at; no server has a tenth of that. */
  private static final int MAX_OFFERS = 256;

  /** How long a name may be: RFC 4422, section 3.1 has 20, home-made ones may exceed it. */
  private static final int MAX_NAME = 64;

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
    return CompletableFuture.completedStage(channel(negotiation))
        .thenComposeAsync(channel -> converse(negotiation, channel), negotiation.worker());
  }

  private CompletionStage<Outcome> converse(Negotiation negotiation, SaslChannel channel) {
    SaslMechanism mechanism = sasl.select(channel);
    return SaslConversation.run(negotiation, mechanism, channel);
  }

  private SaslChannel channel(Negotiation negotiation) {
    SSLSession tls = negotiation.progress().secure() ? negotiation.tls() : null;
    return new StreamChannel(
        negotiation.account(),
        offered(negotiation.features()),
        tls,
        secrets && tls != null,
        null,
        computing,
        negotiation.ended());
  }

  private static Set<String> offered(Features features) {
    Element mechanisms = features.get("mechanisms", NAMESPACE);
    Set<String> names = new LinkedHashSet<>();
    for (Element offer : mechanisms == null ? List.<Element>of() : mechanisms.children()) {
      // Services have been seen to put blanks around the name.
      String name = offer.is("mechanism", NAMESPACE) ? offer.text().trim() : "";
      if (!name.isEmpty() && name.length() <= MAX_NAME && names.size() < MAX_OFFERS) {
        names.add(name);
      }
    }
    return names;
  }
}
