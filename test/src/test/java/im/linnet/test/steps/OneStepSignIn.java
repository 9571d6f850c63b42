package im.linnet.test.steps;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.Phase;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Inline;
import im.linnet.stream.Inlined;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in like SASL2 (XEP-0388), with a mechanism that proves nothing and all requests of the
 * client inside: an extension that contributes a step, and a request inside Bind 2.
 */
final class OneStepSignIn implements Extension {

  private static final String SASL2 = "urn:xmpp:sasl:2";
  private static final String BIND2 = "urn:xmpp:bind:0";
  private static final String CARBONS = "urn:xmpp:carbons:2";

  private final Runnable deliberation;

  /** Runs on a worker, before the step evaluates the server's answer. */
  OneStepSignIn(XmppClient client, Runnable deliberation) {
    this.deliberation = deliberation;
  }

  @Override
  public List<StreamFeature> steps() {
    return List.of(new Step(deliberation));
  }

  @Override
  public List<Inline> inline() {
    return List.of(new Carbons());
  }

  private record Step(Runnable deliberation) implements StreamFeature {

    @Override
    public Phase phase() {
      return Phase.AUTHENTICATING;
    }

    @Override
    public boolean accepts(Features features, Facts facts) {
      return !facts.authenticated() && features.offers("authentication", SASL2);
    }

    @Override
    public CompletionStage<Next> negotiate(Negotiation negotiation) {
      Element offered = negotiation.features().get("authentication", SASL2);
      Element inline = offered == null ? null : offered.child("inline", SASL2);
      Inlined inlined =
          negotiation.inline(SASL2, inline == null ? Element.of("inline", SASL2) : inline);
      Element authenticate =
          Element.builder("authenticate", SASL2)
              .attribute("mechanism", "X-TOY")
              .children(inlined.elements())
              .build();
      return negotiation
          .ask(authenticate)
          .thenApplyAsync(this::checked, negotiation.worker())
          .thenCompose(
              success ->
                  negotiation.note(
                      facts -> inlined.answered(success, facts.withMechanism("X-TOY"))))
          .thenApply(noted -> Next.NEW_FEATURES);
    }

    private Element checked(Element answer) {
      deliberation.run();
      if (!answer.is("success", SASL2)) {
        throw AuthenticationException.refused("X-TOY", "not-authorized", null, null, null);
      }
      return answer;
    }
  }

  /** Carbons inside Bind 2, which have no answer (XEP-0386, section 3.2). */
  private record Carbons() implements Inline {

    @Override
    public String carrier() {
      return BIND2;
    }

    @Override
    public @Nullable Asked ask(Element offer, Negotiation negotiation) {
      return lists(offer, CARBONS) ? new CarbonsAsked() : null;
    }
  }

  private record CarbonsAsked() implements Inline.Asked {

    @Override
    public Element element() {
      return Element.of("enable", CARBONS);
    }

    @Override
    public Facts answered(Element answer, Facts facts) {
      return facts;
    }
  }
}
