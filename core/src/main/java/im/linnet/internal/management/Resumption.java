package im.linnet.internal.management;

import im.linnet.failure.Phase;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Inline;
import im.linnet.stream.LostStream;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Resumes the lost stream (XEP-0198, section 5), in place of resource binding or inside a SASL2
 * sign-in. If the server can't, the stanzas that it did not handle are returned to their senders,
 * and a resource is bound.
 *
 * @param management holds the stream
 */
public record Resumption(Management management) implements StreamFeature, Inline {

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
    return facts.authenticated()
        && !facts.bound()
        && management.lost() != null
        && features.offers("sm", Ledger.NAMESPACE);
  }

  @Override
  public CompletionStage<Next> negotiate(Negotiation negotiation) {
    LostStream lost = negotiation.lost();
    if (lost == null) {
      throw new IllegalStateException("There is no stream to resume");
    }
    return negotiation
        .ask(request(lost))
        .whenComplete((answer, failure) -> failed(failure))
        .thenCompose(answer -> negotiation.note(facts -> read(lost, answer, facts)))
        .thenApply(facts -> facts.resumed() == null ? Next.SAME_FEATURES : Next.DONE);
  }

  private static Element request(LostStream lost) {
    return Element.builder("resume", Ledger.NAMESPACE)
        .attribute("h", Long.toString(lost.handled()))
        .attribute("previd", lost.id())
        .build();
  }

  private static Facts read(LostStream lost, Element answer, Facts facts) {
    return answer.is("failed", Ledger.NAMESPACE)
        ? facts.withRefused(answer)
        : facts.withResumed(lost, answer);
  }

  /**
   * A stream whose resumption ends the connection is not tried again. A lost connection proves
   * nothing, nor does a redirect: the stream may be resumed at its target.
   */
  private void failed(@Nullable Throwable failure) {
    if (failure instanceof StreamException ended
        && ended.error().condition() != Condition.SEE_OTHER_HOST) {
      management.end(ended);
    }
  }

  @Override
  public String carrier() {
    return "urn:xmpp:sasl:2";
  }

  @Override
  public @Nullable Asked ask(Element offer, Negotiation negotiation) {
    LostStream lost = negotiation.lost();
    return lost != null && offer.child("sm", Ledger.NAMESPACE) != null ? new Inside(lost) : null;
  }

  /** The request inside a sign-in (XEP-0198, section 9.1). */
  private record Inside(LostStream lost) implements Asked {

    @Override
    public Element element() {
      return request(lost);
    }

    @Override
    public Facts answered(Element answer, Facts facts) {
      for (String name : new String[] {"resumed", "failed"}) {
        Element own = answer.child(name, Ledger.NAMESPACE);
        if (own != null) {
          return read(lost, own, facts);
        }
      }
      return facts;
    }
  }
}
