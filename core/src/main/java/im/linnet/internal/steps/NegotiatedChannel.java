package im.linnet.internal.steps;

import im.linnet.endpoint.Endpoint;
import im.linnet.internal.tls.ServerEndPoint;
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
 * What is known of the connection at sign-in.
 *
 * @param tls the session, or null in clear text
 * @param secure whether secrets may be sent
 */
record NegotiatedChannel(
    Jid account,
    Set<String> offered,
    Features features,
    @Nullable SSLSession tls,
    boolean secure,
    Endpoint endpoint,
    Executor computing,
    CompletionStage<Void> ended)
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
   * @param secrets whether passwords and tokens may be sent to the server that TLS authenticates
   * @param computing runs the mechanisms' computations
   */
  static NegotiatedChannel of(Negotiation negotiation, boolean secrets, Executor computing) {
    SSLSession tls = negotiation.facts().secure() ? negotiation.tls() : null;
    return new NegotiatedChannel(
        negotiation.account(),
        mechanisms(negotiation.features()),
        negotiation.features(),
        tls,
        secrets && tls != null,
        negotiation.endpoint(),
        computing,
        negotiation.ended());
  }

  private static Set<String> mechanisms(Features features) {
    Element mechanisms = features.get("mechanisms", Rfc6120Wire.NAMESPACE);
    Set<String> names = new LinkedHashSet<>();
    for (Element offer : mechanisms == null ? List.<Element>of() : mechanisms.children()) {
      // Some services put whitespace around the name.
      boolean named = offer.is("mechanism", Rfc6120Wire.NAMESPACE);
      String name = named ? offer.text().trim() : "";
      if (!name.isEmpty() && name.length() <= MAX_NAME && names.size() < MAX_OFFERS) {
        names.add(name);
      }
    }
    return Collections.unmodifiableSet(names);
  }

  @Override
  public byte @Nullable [] channelBinding(String type) {
    SSLSession session = tls;
    return session != null && type.equals(ServerEndPoint.TYPE) ? ServerEndPoint.of(session) : null;
  }
}
