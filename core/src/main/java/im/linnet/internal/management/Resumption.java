package im.linnet.internal.management;

import im.linnet.failure.Phase;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.Progress;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Resumes the stream that was lost (XEP-0198, section 5), in the place of binding. If the server
 * can't, what it did not handle is handed back, and a resource is bound.
 *
 * @param management knows the stream
 */
public record Resumption(Management management) implements StreamFeature {

  @Override
  public Phase phase() {
    return Phase.BINDING;
  }

  @Override
  public boolean accepts(Features features, Progress progress) {
    return progress.authenticated()
        && !progress.bound()
        && management.lost() != null
        && features.offers("sm", Ledger.NAMESPACE);
  }

  @Override
  public CompletionStage<Outcome> negotiate(Negotiation negotiation) {
    ManagedStream lost = management.lost();
    if (lost == null) {
      throw new IllegalStateException("There is no stream to resume");
    }
    Element resume =
        Element.builder("resume", Ledger.NAMESPACE)
            .attribute("h", Long.toString(lost.ledger().handled()))
            .attribute("previd", lost.terms().id())
            .build();
    return negotiation
        .ask(resume)
        .whenComplete((answer, failure) -> failed(failure))
        .thenApply(answer -> answered(lost, answer, negotiation));
  }

  /**
   * A stream that ends another one is not tried again. A connection that was lost says nothing, nor
   * does a redirect: the stream may be resumed where it leads.
   */
  private void failed(@Nullable Throwable failure) {
    if (failure instanceof StreamException ended
        && ended.error().condition() != Condition.SEE_OTHER_HOST) {
      management.end(ended);
    }
  }

  private Outcome answered(ManagedStream lost, Element answer, Negotiation negotiation) {
    if (lost.over().isDone()) {
      throw new TransportException(
          Reason.TIMED_OUT, "The time to resume the stream ran out meanwhile: connect again");
    }
    if (answer.is("failed", Ledger.NAMESPACE)) {
      refused(lost, answer);
      return Outcome.NEXT;
    }
    try {
      check(lost, answer);
    } catch (XmppException fault) {
      management.end(fault);
      throw fault;
    }
    management.resumed();
    negotiation.bound(lost.jid());
    return Outcome.RESUMED;
  }

  /**
   * The server may tell how far it came, even so (XEP-0198, section 5). A count that can't be true
   * is as if it were absent: the stream is over, and another begins whatever was counted on it.
   */
  private void refused(ManagedStream lost, Element failed) {
    long h = Count.read(failed.attribute("h"));
    if (h != Count.MALFORMED && lost.ledger().isPossible(h)) {
      lost.ledger().acknowledge(h);
    }
    management.giveUp();
  }

  private static void check(ManagedStream lost, Element answer) {
    if (!answer.is("resumed", Ledger.NAMESPACE)) {
      throw fault("The server answered <resume/> with <" + answer.name() + "/>");
    }
    String previd = answer.attribute("previd");
    if (previd == null || !previd.equals(lost.terms().id())) {
      throw fault("The server resumed another stream");
    }
    long h = Count.read(answer.attribute("h"));
    if (h == Count.MALFORMED) {
      throw fault("The server resumed the stream without saying how far it came");
    }
    lost.ledger().resumed(h);
  }

  private static StreamException fault(String message) {
    return StreamException.byClient(Condition.UNDEFINED_CONDITION, message);
  }
}
