package im.linnet.test.steps;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.Phase;
import im.linnet.jid.Jid;
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
 * A sign-in that binds and enables in one exchange, like XEP-0388 with XEP-0386 inside, with a
 * mechanism that proves nothing: an extension that contributes a step, and requests inside it.
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
    return List.of(new Bind(), new Carbons());
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

  /** Bind 2 inside the sign-in. */
  private record Bind() implements Inline {

    @Override
    public String carrier() {
      return SASL2;
    }

    @Override
    public @Nullable Asked ask(Element offer, Negotiation negotiation) {
      Element bind = offer.child("bind", BIND2);
      Element inline = bind == null ? null : bind.child("inline", BIND2);
      return inline == null ? null : new Binding(negotiation.inline(BIND2, inline));
    }
  }

  private record Binding(Inlined inlined) implements Inline.Asked {

    @Override
    public Element element() {
      return Element.builder("bind", BIND2)
          .child("tag", "Linnet")
          .children(inlined.elements())
          .build();
    }

    @Override
    public Facts answered(Element answer, Facts facts) {
      Element bound = answer.child("bound", BIND2);
      Element address = answer.child("authorization-identifier", SASL2);
      return bound == null || address == null
          ? facts
          : inlined.answered(bound, facts.withJid(Jid.of(address.text())));
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
      boolean offered =
          offer.children("feature", BIND2).stream()
              .anyMatch(feature -> CARBONS.equals(feature.attribute("var")));
      return offered ? new CarbonsAsked() : null;
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
