package im.linnet.carbons;

import im.linnet.stream.Facts;
import im.linnet.stream.Inline;
import im.linnet.stream.Negotiation;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * The request within Bind 2 (XEP-0386, section 4), which can't fail and need not be answered.
 *
 * @param carbons are enabled with the resource
 */
record WithBinding(Carbons carbons) implements Inline {

  @Override
  public String carrier() {
    return "urn:xmpp:bind:0";
  }

  @Override
  public @Nullable Asked ask(Element offer, Negotiation negotiation) {
    return lists(offer, Carbons.NAMESPACE) && carbons.toBindWith() ? new Enabling(carbons) : null;
  }

  /** The request inside. */
  private record Enabling(Carbons carbons) implements Asked {

    @Override
    public Element element() {
      return Element.of("enable", Carbons.NAMESPACE);
    }

    @Override
    public Facts answered(Element answer, Facts facts) {
      carbons.boundWithThem();
      return facts;
    }
  }
}
