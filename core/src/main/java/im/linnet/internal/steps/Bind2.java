package im.linnet.internal.steps;

import im.linnet.sasl.UserAgent;
import im.linnet.stream.Facts;
import im.linnet.stream.Inline;
import im.linnet.stream.Inlined;
import im.linnet.stream.Negotiation;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * Resource binding inside a SASL2 sign-in (Bind 2, XEP-0386). Not used if the user wants a certain
 * resource, as the server makes its own here, or messages that were stored while he was offline, as
 * the server may drop them.
 *
 * @param agent gives the tag of the resource
 * @param rules the rules for the address
 */
public record Bind2(UserAgent agent, BoundAddress rules) implements Inline {

  /** The namespace of Bind 2. */
  public static final String NAMESPACE = "urn:xmpp:bind:0";

  @Override
  public String carrier() {
    return Sasl2Wire.NAMESPACE;
  }

  @Override
  public @Nullable Asked ask(Element offer, Negotiation negotiation) {
    Element bind = offer.child("bind", NAMESPACE);
    if (bind == null) {
      return null;
    }
    Element inline = bind.child("inline", NAMESPACE);
    return new Inside(
        this,
        negotiation,
        negotiation.inline(NAMESPACE, inline == null ? Element.of("inline", NAMESPACE) : inline));
  }

  /** The request inside the sign-in. */
  private record Inside(Bind2 binding, Negotiation negotiation, Inlined inlined) implements Asked {

    @Override
    public Element element() {
      return Element.builder("bind", NAMESPACE)
          .child("tag", binding.agent.software())
          .children(inlined.elements())
          .build();
    }

    /** The server ignores this request if it has resumed a stream (section 3.2). */
    @Override
    public Facts answered(Element answer, Facts facts) {
      Element bound = answer.child("bound", NAMESPACE);
      if (bound == null) {
        return facts;
      }
      if (facts.resumed() != null) {
        throw BoundAddress.fault("The server resumed a stream and bound a resource beside it");
      }
      String address = Sasl2Success.address(answer);
      return inlined.answered(
          bound, facts.withJid(binding.rules.full(address, negotiation.account())));
    }
  }
}
