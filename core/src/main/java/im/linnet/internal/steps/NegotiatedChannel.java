package im.linnet.internal.steps;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.SaslChannel;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.xml.Element;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The connection at sign-in. What the server offers is read when it is asked for: a step that
 * begins on a guess goes on with the real offer.
 *
 * @param negotiation the stream
 * @param feature the name of the feature that lists the mechanisms
 * @param profile its namespace, which is that of the SASL profile
 * @param tls the session, or null in clear text
 * @param secure whether secrets may be sent
 */
record NegotiatedChannel(
    Negotiation negotiation,
    String feature,
    String profile,
    @Nullable SSLSession tls,
    boolean secure,
    Executor computing)
    implements SaslChannel {

  /** How many offered mechanisms are read; far more than any server offers. */
  private static final int MAX_OFFERS = 256;

  /**
   * The longest mechanism name: RFC 4422, section 3.1 allows 20 characters, non-standard ones may
   * have more.
   */
  private static final int MAX_NAME = 64;

  /**
   * The channel for a sign-in step.
   *
   * @param negotiation the stream
   * @param offer the feature with the offered mechanisms, in its own namespace; null for none
   * @param secrets whether passwords and tokens may be sent to the server that TLS authenticates
   * @param computing runs the mechanisms' computations
   */
  static NegotiatedChannel of(
      Negotiation negotiation, @Nullable Element offer, boolean secrets, Executor computing) {
    SSLSession tls = negotiation.facts().secure() ? negotiation.tls() : null;
    return new NegotiatedChannel(
        negotiation,
        offer == null ? "mechanisms" : offer.name(),
        offer == null ? Rfc6120Wire.NAMESPACE : offer.namespace(),
        tls,
        secrets && tls != null,
        computing);
  }

  /** The names in a feature. */
  static Set<String> mechanisms(@Nullable Element offered) {
    Set<String> names = new LinkedHashSet<>();
    for (Element offer : offered == null ? List.<Element>of() : offered.children()) {
      // Some services put whitespace around the name.
      boolean named = offered != null && offer.is("mechanism", offered.namespace());
      String name = named ? offer.text().trim() : "";
      if (!name.isEmpty() && name.length() <= MAX_NAME && names.size() < MAX_OFFERS) {
        names.add(name);
      }
    }
    return Collections.unmodifiableSet(names);
  }

  @Override
  public Jid account() {
    return negotiation.account();
  }

  @Override
  public Set<String> offered() {
    return mechanisms(features().get(feature, profile));
  }

  @Override
  public Features features() {
    return negotiation.features();
  }

  @Override
  public boolean verified() {
    return negotiation.facts().verified();
  }

  @Override
  public Endpoint endpoint() {
    return negotiation.endpoint();
  }

  @Override
  public CompletionStage<Void> ended() {
    return negotiation.ended();
  }

  @Override
  public byte @Nullable [] channelBinding(String type) {
    return tls == null ? null : negotiation.channelBinding(type);
  }
}
