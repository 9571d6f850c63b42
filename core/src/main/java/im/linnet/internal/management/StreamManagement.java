package im.linnet.internal.management;

import im.linnet.failure.Phase;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.jid.Jid;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.Progress;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import java.util.concurrent.CompletionStage;

/**
 * Enables stream management (XEP-0198, section 3), where it is offered, after binding. Stanzas are
 * counted from there on, so it is the last step. A server that refuses is taken at its word: the
 * stream goes on without.
 *
 * @param management where the stream is noted
 */
public record StreamManagement(Management management) implements StreamFeature {

  @Override
  public Phase phase() {
    return Phase.BINDING;
  }

  @Override
  public boolean accepts(Features features, Progress progress) {
    return progress.bound() && features.offers("sm", Ledger.NAMESPACE);
  }

  @Override
  public CompletionStage<Outcome> negotiate(Negotiation negotiation) {
    Element enable =
        Element.builder("enable", Ledger.NAMESPACE).attribute("resume", "true").build();
    return negotiation.ask(enable).thenApply(answer -> answered(answer, negotiation.progress()));
  }

  private Outcome answered(Element answer, Progress progress) {
    Jid jid = progress.jid();
    if (answer.is("enabled", Ledger.NAMESPACE) && jid != null) {
      management.enabled(jid, Terms.of(answer, progress.secure()));
      return Outcome.MANAGED;
    }
    if (answer.is("failed", Ledger.NAMESPACE)) {
      return Outcome.NEXT;
    }
    throw StreamException.byClient(
        Condition.BAD_FORMAT, "The server answered <enable/> with <" + answer.name() + "/>");
  }
}
