package im.linnet.test.steps;

import im.linnet.failure.Phase;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.LostStream;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stream management (XEP-0198), enabled and resumed by a user's steps. */
final class Counting {

  static final String SM = "urn:xmpp:sm:3";

  private Counting() {}

  /** Enables it once a resource is bound. */
  record Enable() implements StreamFeature {

    @Override
    public Phase phase() {
      return Phase.BINDING;
    }

    @Override
    public boolean accepts(Features features, Facts facts) {
      return facts.bound() && !facts.managed() && features.offers("sm", SM);
    }

    @Override
    public CompletionStage<Next> negotiate(Negotiation negotiation) {
      Element enable =
          Element.builder("enable", SM).attribute("resume", "true").attribute("max", "77").build();
      return negotiation
          .ask(enable)
          .thenComposeAsync(
              answer ->
                  negotiation.note(
                      facts -> answer.name().equals("enabled") ? facts.withEnabled(answer) : facts),
              negotiation.worker())
          .thenApply(noted -> Next.SAME_FEATURES);
    }
  }

  /** Resumes the lost stream instead of binding. */
  record Resume() implements StreamFeature {

    @Override
    public Phase phase() {
      return Phase.BINDING;
    }

    @Override
    public boolean accepts(Features features, Facts facts) {
      return facts.authenticated() && !facts.bound() && features.offers("sm", SM);
    }

    @Override
    public CompletionStage<Next> negotiate(Negotiation negotiation) {
      LostStream lost = negotiation.lost();
      if (lost == null) {
        return CompletableFuture.completedStage(Next.SAME_FEATURES);
      }
      Element resume =
          Element.builder("resume", SM)
              .attribute("previd", lost.id())
              .attribute("h", Long.toString(lost.handled()))
              .build();
      return negotiation
          .ask(resume)
          .thenComposeAsync(
              answer ->
                  negotiation.note(
                      facts ->
                          answer.name().equals("failed")
                              ? facts.withRefused(answer)
                              : facts.withResumed(lost, answer)),
              negotiation.worker())
          .thenApply(facts -> facts.resumed() == null ? Next.SAME_FEATURES : Next.DONE);
    }
  }
}
