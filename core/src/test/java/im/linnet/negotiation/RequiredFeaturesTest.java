package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.ADDRESS;
import static im.linnet.negotiation.Trial.AUTH;
import static im.linnet.negotiation.Trial.BIND;
import static im.linnet.negotiation.Trial.DOMAIN;
import static im.linnet.negotiation.Trial.PLAIN;
import static im.linnet.negotiation.Trial.STARTTLS;
import static im.linnet.negotiation.Trial.SUCCESS;
import static im.linnet.negotiation.Trial.bound;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.Phase;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Features that the server says must be negotiated (RFC 6120, sections 4.3.2 and 4.9.3.23). */
@Timeout(120)
class RequiredFeaturesTest {

  private static final String TOLL = "<toll xmlns='urn:x:toll'><required/></toll>";

  private static Consumer<Script> boundAmong(String features) {
    return s ->
        s.then(Trial.signedIn(features))
            .expectLike("<iq type='set' id='{id}'/>")
            .send(bound(ADDRESS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TOLL,
        "<toll xmlns='urn:x:toll'><fee/><required/></toll>" + BIND,
        BIND + TOLL,
        TOLL + "<optional-thing xmlns='urn:x:2'/>"
      })
  void tells_the_server_of_one_that_it_does_not_know(String features) throws Exception {
    boolean binds = features.contains(BIND);
    try (Trial trial =
        Trial.of(
            s ->
                s.then(binds ? boundAmong(features) : Trial.signedIn(features))
                    .then(Trial.endsWith("unsupported-feature")))) {
      StreamException failure = trial.failure(StreamException.class);
      assertThat(failure.error().condition()).isEqualTo(Condition.UNSUPPORTED_FEATURE);
      assertThat(failure)
          .hasMessageContaining("<toll xmlns='urn:x:toll'/>")
          .hasMessageContaining("ClientBuilder.steps");
    }
  }

  @Test
  void tells_the_server_of_one_beside_the_sign_in() throws Exception {
    try (Trial trial =
        Trial.of(s -> s.then(Trial.secured(TOLL)).then(Trial.endsWith("unsupported-feature")))) {
      assertThat(trial.failure(StreamException.class).error().condition())
          .isEqualTo(Condition.UNSUPPORTED_FEATURE);
    }
  }

  /** What the message names helps. */
  @Test
  void does_what_a_step_of_the_users_negotiates() throws Exception {
    try (Trial trial =
        Trial.of(
                s ->
                    s.then(boundAmong(BIND + TOLL))
                        .expect("<pay xmlns='urn:x:toll'/>")
                        .send("<paid xmlns='urn:x:toll'/>"))
            .with(
                builder ->
                    builder.steps(
                        steps -> {
                          List<StreamFeature> more = new ArrayList<>(steps);
                          more.add(new Toll());
                          return more;
                        }))) {
      assertThat(trial.stream().jid()).hasToString(ADDRESS);
    }
  }

  private record Toll() implements StreamFeature {
    @Override
    public Phase phase() {
      return Phase.BINDING;
    }

    @Override
    public boolean accepts(Features features, Facts facts) {
      return facts.bound() && features.offers("toll", "urn:x:toll");
    }

    @Override
    public CompletionStage<Next> negotiate(Negotiation negotiation) {
      return negotiation.ask(Element.of("pay", "urn:x:toll")).thenApply(paid -> Next.SAME_FEATURES);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><required/></bind>",
        BIND + "<toll xmlns='urn:x:toll'><optional/></toll>",
        BIND + "<toll xmlns='urn:x:toll'><required xmlns='urn:x:other'/></toll>",
        BIND + "<ver xmlns='urn:xmpp:features:rosterver'><required/></ver>",
        BIND + STARTTLS,
        BIND
            + "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><required/>"
            + "<mechanism>PLAIN</mechanism></mechanisms>"
      })
  void goes_on_where_nothing_is_missing(String features) throws Exception {
    try (Trial trial = Trial.of(boundAmong(features))) {
      assertThat(trial.stream().jid()).hasToString(ADDRESS);
    }
  }

  /** The next stream offers anew (RFC 6120, section 4.3.3). */
  @Test
  void does_not_mind_one_that_the_sign_in_does_away_with() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.then(Trial.secured(TOLL + PLAIN))
                    .expectLike(AUTH)
                    .send(SUCCESS)
                    .bind(DOMAIN, ADDRESS))) {
      assertThat(trial.stream().jid()).hasToString(ADDRESS);
    }
  }
}
