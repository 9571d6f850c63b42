package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.ADDRESS;
import static im.linnet.negotiation.Trial.BIND;
import static im.linnet.negotiation.Trial.bound;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.failure.Phase;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.XmppException;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A step says what a stream error means that the server sends while it runs. */
@Timeout(120)
class ExplainedErrorTest {

  private static final String TOLL = "<toll xmlns='urn:x:toll'/>";

  /** Waits for an answer; its explanation is that of the test. */
  private record Toll(BiFunction<StreamException, Negotiation, XmppException> words)
      implements StreamFeature {
    @Override
    public Phase phase() {
      return Phase.AUTHENTICATING;
    }

    @Override
    public boolean accepts(Features features, Facts facts) {
      return facts.bound() && features.offers("toll", "urn:x:toll");
    }

    @Override
    public CompletionStage<Next> negotiate(Negotiation negotiation) {
      return negotiation.ask(Element.of("pay", "urn:x:toll")).thenApply(paid -> Next.SAME_FEATURES);
    }

    @Override
    public XmppException explain(StreamException ended, Negotiation negotiation) {
      return words.apply(ended, negotiation);
    }
  }

  private static Trial refused(BiFunction<StreamException, Negotiation, XmppException> words) {
    return Trial.of(
            s ->
                s.then(Trial.signedIn(BIND + TOLL))
                    .expectLike("<iq type='set' id='{id}'/>")
                    .send(bound(ADDRESS))
                    .expect("<pay xmlns='urn:x:toll'/>")
                    .send(Trial.streamError("not-authorized"))
                    .expectClose()
                    .expectEnd())
        .with(
            builder ->
                builder.steps(
                    steps -> {
                      List<StreamFeature> more = new ArrayList<>(steps);
                      more.add(new Toll(words));
                      return more;
                    }));
  }

  @Test
  void is_reported_as_the_step_explains_it_with_its_place() throws Exception {
    try (Trial trial =
        refused(
            (ended, negotiation) ->
                AuthenticationException.refused(
                    "toll",
                    ended.error().conditionName(),
                    null,
                    "%s pays too little: pay more".formatted(negotiation.account())))) {
      AuthenticationException failure = trial.failure(AuthenticationException.class);
      assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
      assertThat(failure.mechanism()).isEqualTo("toll");
      assertThat(failure.condition()).isEqualTo("not-authorized");
      assertThat(failure.words()).isEqualTo(Trial.ACCOUNT + " pays too little: pay more");
      assertThat(Trial.phase(failure)).isEqualTo(Phase.AUTHENTICATING);
      assertThat(failure.retryable()).isFalse();
    }
  }

  @Test
  void may_be_believed_less_than_usual() throws Exception {
    try (Trial trial =
        refused(
            (ended, negotiation) ->
                StreamException.byServer(ended.error(), false, "Nobody takes a toll here"))) {
      StreamException failure = trial.failure(StreamException.class);
      assertThat(failure.words()).isEqualTo("Nobody takes a toll here");
      assertThat(failure.error().condition()).isEqualTo(Condition.NOT_AUTHORIZED);
      assertThat(failure.retryable()).isTrue();
    }
  }

  @Test
  void is_reported_as_it_is_if_the_explanation_fails() throws Exception {
    try (Trial trial =
        refused(
            (ended, negotiation) -> {
              throw new IllegalStateException("no words");
            })) {
      StreamException failure = trial.failure(StreamException.class);
      assertThat(failure.error().condition()).isEqualTo(Condition.NOT_AUTHORIZED);
      assertThat(failure.getSuppressed()).hasSize(1);
    }
  }
}
