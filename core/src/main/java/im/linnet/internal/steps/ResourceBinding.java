package im.linnet.internal.steps;

import im.linnet.failure.Phase;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Resource binding (RFC 6120, section 7): the server assigns this connection's address. If it
 * refuses the requested resource, it is asked to generate one.
 *
 * @param resource the resourcepart to request, or null to let the server choose
 * @param rules the rules for the address
 */
public record ResourceBinding(@Nullable String resource, BoundAddress rules)
    implements StreamFeature {

  /** The namespace of resource binding. */
  public static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-bind";

  /**
   * Conditions after which another resource is requested (RFC 6120, section 7.7.2, and what servers
   * send in practice).
   */
  private static final Set<Condition> OF_THE_RESOURCE =
      Set.of(
          Condition.CONFLICT,
          Condition.BAD_REQUEST,
          Condition.NOT_ACCEPTABLE,
          Condition.JID_MALFORMED);

  @Override
  public Phase phase() {
    return Phase.BINDING;
  }

  @Override
  public boolean startsAhead() {
    return true;
  }

  @Override
  public boolean accepts(Features features, Facts facts) {
    return facts.authenticated() && !facts.bound() && features.offers("bind", NAMESPACE);
  }

  @Override
  public CompletionStage<Next> negotiate(Negotiation negotiation) {
    return negotiation
        .ask(request("bind", resource))
        .thenCompose(
            answer ->
                resource != null && isError(answer) && isOfTheResource(answer)
                    ? negotiation.ask(request("bind-any", null))
                    : CompletableFuture.completedStage(answer))
        .thenCompose(
            answer -> {
              Jid jid = address(answer, negotiation.account());
              return negotiation.note(facts -> facts.withJid(jid));
            })
        .thenApply(noted -> Next.SAME_FEATURES);
  }

  private static Element request(String id, @Nullable String resource) {
    Element bind = Element.builder("bind", NAMESPACE).child("resource", resource).build();
    return Iq.set(null, bind).withId(id).element();
  }

  private static boolean isError(Element answer) {
    return "error".equals(answer.attribute("type"));
  }

  private static boolean isOfTheResource(Element answer) {
    return OF_THE_RESOURCE.contains(StanzaError.of(answer).condition());
  }

  private Jid address(Element answer, Jid account) {
    if (isError(answer)) {
      throw new StanzaException(StanzaError.of(answer), "Binding a resource");
    }
    Element bind = answer.child("bind", NAMESPACE);
    List<Element> jids = bind == null ? List.of() : bind.children("jid", NAMESPACE);
    if (jids.size() != 1) {
      throw BoundAddress.fault(
          "The server bound %d addresses (expected: one)".formatted(jids.size()));
    }
    return rules.full(jids.get(0).text(), account);
  }
}
