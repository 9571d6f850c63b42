package im.linnet.csi;

import im.linnet.stream.Facts;
import im.linnet.stream.Inline;
import im.linnet.stream.Negotiation;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * The state within Bind 2 (XEP-0386, section 4), which needs no answer.
 *
 * @param state knows what to send
 */
record WithBinding(ClientState state) implements Inline {

  @Override
  public String carrier() {
    return "urn:xmpp:bind:0";
  }

  @Override
  public @Nullable Asked ask(Element offer, Negotiation negotiation) {
    Element indication = state.toBindWith();
    return lists(offer, ClientState.NAMESPACE) && indication != null
        ? new Indicated(state, indication)
        : null;
  }

  /** The indication inside. */
  private record Indicated(ClientState state, Element element) implements Asked {

    @Override
    public Facts answered(Element answer, Facts facts) {
      state.boundInactive();
      return facts;
    }
  }
}
