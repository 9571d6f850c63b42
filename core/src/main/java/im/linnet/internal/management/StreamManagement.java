package im.linnet.internal.management;

import im.linnet.failure.Phase;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.internal.stream.FollowsBinding;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Inline;
import im.linnet.stream.Negotiation;
import im.linnet.xml.Element;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Enables stream management (XEP-0198, section 3) if offered, after binding or inside it. Counting
 * starts here, so this is the last step. If the server refuses, the stream continues unmanaged.
 */
public record StreamManagement() implements FollowsBinding, Inline {

  private static final Element ENABLE =
      Element.builder("enable", Ledger.NAMESPACE).attribute("resume", "true").build();

  @Override
  public Phase phase() {
    return Phase.BINDING;
  }

  @Override
  public boolean accepts(Features features, Facts facts) {
    return facts.bound() && !facts.managed() && features.offers("sm", Ledger.NAMESPACE);
  }

  @Override
  public Element question() {
    return ENABLE;
  }

  @Override
  public CompletionStage<Next> negotiate(Negotiation negotiation) {
    return negotiation
        .ask(ENABLE)
        .thenCompose(answer -> negotiation.note(facts -> read(answer, facts)))
        .thenApply(noted -> Next.SAME_FEATURES);
  }

  private static Facts read(Element answer, Facts facts) {
    if (answer.is("enabled", Ledger.NAMESPACE)) {
      return facts.withEnabled(answer);
    }
    if (answer.is("failed", Ledger.NAMESPACE)) {
      return facts;
    }
    throw StreamException.byClient(
        Condition.BAD_FORMAT, "The server answered <enable/> with <" + answer.name() + "/>");
  }

  @Override
  public String carrier() {
    return "urn:xmpp:bind:0";
  }

  /** Bind 2 lists inline features by namespace (XEP-0386, section 3.1). */
  @Override
  public @Nullable Asked ask(Element offer, Negotiation negotiation) {
    return lists(offer, Ledger.NAMESPACE) ? new Inside() : null;
  }

  /** The request inside binding. */
  private record Inside() implements Asked {

    @Override
    public Element element() {
      return ENABLE;
    }

    @Override
    public Facts answered(Element answer, Facts facts) {
      Element own = answer.child("enabled", Ledger.NAMESPACE);
      return own == null ? facts : facts.withEnabled(own);
    }
  }
}
