package im.linnet;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.linnet.failure.Phase;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Stanza;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How a component signs in (XEP-0114), written as anybody could write it: a step, and a header. */
public record ComponentHandshake(String secret) implements StreamFeature {

  public static final String NAMESPACE = "jabber:component:accept";

  /** Makes a client of it. */
  public static ClientBuilder component(String domain, String secret) {
    return XmppClient.builder(domain)
        .sasl(Sasl.none())
        .opening(header -> header.withContentNamespace(NAMESPACE).withoutVersion())
        .steps(standard -> List.of(new ComponentHandshake(secret)));
  }

  @Override
  public Phase phase() {
    return Phase.AUTHENTICATING;
  }

  @Override
  public boolean accepts(Features features, Facts facts) {
    return !facts.authenticated();
  }

  @Override
  public CompletionStage<Next> negotiate(Negotiation negotiation) {
    String proof = proof(Objects.requireNonNullElse(negotiation.header().id(), ""));
    return negotiation
        .ask(Element.builder("handshake", Stanza.NAMESPACE).text(proof).build())
        .thenCompose(answer -> taken(negotiation, answer))
        .thenApply(facts -> Next.DONE);
  }

  private String proof(String id) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest((id + secret).getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static CompletionStage<Facts> taken(Negotiation negotiation, Element answer) {
    return answer.is("handshake", Stanza.NAMESPACE)
        ? negotiation.note(facts -> facts.withMechanism("handshake").withJid(negotiation.account()))
        : CompletableFuture.failedFuture(
            new IllegalStateException("answered with <" + answer.name() + "/>"));
  }
}
