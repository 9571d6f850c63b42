package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.ADDRESS;
import static im.linnet.negotiation.Trial.AUTH;
import static im.linnet.negotiation.Trial.BIND;
import static im.linnet.negotiation.Trial.DOMAIN;
import static im.linnet.negotiation.Trial.PLAIN;
import static im.linnet.negotiation.Trial.STARTTLS;
import static im.linnet.negotiation.Trial.SUCCESS;
import static im.linnet.negotiation.Trial.bound;
import static im.linnet.negotiation.Trial.features;
import static im.linnet.negotiation.Trial.header;
import static im.linnet.negotiation.Trial.phase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import im.linnet.failure.Phase;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.stanza.Message;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The header and the features with which a server answers. */
@Timeout(120)
class StreamHeaderTest {

  private static final String STREAMS = "xmlns:stream='http://etherx.jabber.org/streams'";

  static Stream<Arguments> headers() {
    String good = "xmlns='jabber:client' version='1.0'";
    return Stream.of(
        arguments("S01", "<stream:stream xmlns:stream='urn:x' " + good + ">", "invalid-namespace"),
        arguments("S01", "<stream xmlns='jabber:client' version='1.0'>", "invalid-namespace"),
        arguments("S02", "<html><head>", "bad-format"),
        arguments("S02", "HTTP/1.1 302 Found\r\n", "bad-format"),
        arguments("S02", "SSH-2.0-OpenSSH_9.2\r\n", "bad-format"),
        arguments("S03", "<stream:stream " + STREAMS + " version='1.0'>", "invalid-namespace"),
        arguments(
            "S03",
            "<stream:stream xmlns='jabber:server' version='1.0' " + STREAMS + ">",
            "invalid-namespace"),
        arguments(
            "S03",
            "<stream:stream xmlns='jabber:component:accept' version='1.0' " + STREAMS + ">",
            "invalid-namespace"),
        arguments("S04", header(""), "unsupported-version"),
        arguments("S04", header("version='0.9'"), "unsupported-version"),
        arguments("S05", header("version='2.0'"), "unsupported-version"),
        arguments("S05", header("version='abc'"), "unsupported-version"),
        arguments("S05", header("version='-1'"), "unsupported-version"),
        arguments("S05", header("version='1'"), "unsupported-version"),
        arguments("S05", header("version='1." + "0".repeat(9999) + "'"), "unsupported-version"),
        arguments(
            "S06", header("version='1.0' id='" + "x".repeat(99_999) + "'"), "policy-violation"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("headers")
  void refuses_a_bad_header(String row, String header, String condition) throws Exception {
    try (Trial trial =
        Trial.of(s -> s.expectHeader().sendRaw(header).then(Trial.endsWith(condition)))) {
      StreamException failure = trial.failure(StreamException.class);
      assertThat(failure.by()).isEqualTo(StreamException.By.CLIENT);
      assertThat(failure.error().condition().wireName()).as(row).isEqualTo(condition);
      assertThat(phase(failure)).isEqualTo(Phase.OPENING);
      assertThat(failure.getMessage().length()).isLessThan(400);
    }
  }

  @ParameterizedTest(name = "S05, S06, S07: {0}")
  @ValueSource(
      strings = {
        "version='1.1'",
        "version='01.00'",
        "version='1.9' id=''",
        "version='1.0' id='1' from='other.example'",
        "version='1.0' from='' to='x' xml:lang='en' unheard='of'"
      })
  void accepts_an_unusual_header(String attributes) throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.secureStream(DOMAIN)
                    .expectHeader()
                    .sendRaw(header(attributes))
                    .send(features(PLAIN))
                    .then(Trial::restOfLogin))) {
      assertThat(trial.stream().jid()).hasToString(ADDRESS);
    }
  }

  @Test
  @DisplayName("e.28: another prefix for the namespace of streams")
  void reads_by_namespace() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.secureStream(DOMAIN)
                    .expectHeader()
                    .sendRaw(
                        "<s:stream xmlns='jabber:client' version='1.0'"
                            + " xmlns:s='http://etherx.jabber.org/streams'>"
                            + "<x:features xmlns:x='http://etherx.jabber.org/streams'>"
                            + PLAIN
                            + "</x:features>")
                    .then(Trial::restOfLogin))) {
      assertThat(trial.stream().jid()).hasToString(ADDRESS);
    }
  }

  /** RFC 6120, section 4.7.1. */
  @Test
  void names_the_account_once_nobody_else_can_read_it() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.secureStream(DOMAIN)
                    .expectHeader("from='juliet@example.test' to='example.test'")
                    .sendHeader(DOMAIN)
                    .send(features(PLAIN))
                    .then(Trial::restOfLogin))) {
      trial.stream();
      assertThat(trial.peer().transcript().lines().filter(line -> line.contains("<stream:stream ")))
          .filteredOn(line -> line.contains(" C: "))
          .hasSize(3)
          .first()
          .asString()
          .doesNotContain("from=");
    }
  }

  @Test
  void sends_the_header_that_the_user_makes_of_it() throws Exception {
    try (Trial trial =
        Trial.of(
                s ->
                    s.expectHeader(
                            "xmlns='jabber:component:accept' from='me' to='there' xml:lang='de'")
                        .sendRaw(
                            "<stream:stream xmlns='jabber:component:accept' "
                                + STREAMS
                                + " id='1'>")
                        .then(Trial.endsWith("host-unknown")))
            .with(
                builder ->
                    builder
                        .opening(
                            usual ->
                                usual
                                    .withTo("there")
                                    .withFrom("me")
                                    .withLanguage("de")
                                    .withContentNamespace("jabber:component:accept")
                                    .withoutVersion())
                        .steps(steps -> List.of(new Refuse())))) {
      assertThat(Trial.outcome(trial.client().connect()))
          .isInstanceOf(StreamException.class)
          .hasMessageContaining("Stream with id 1");
    }
  }

  /** Sees the header, and that there are no features. */
  private record Refuse() implements StreamFeature {
    @Override
    public Phase phase() {
      return Phase.SECURING;
    }

    @Override
    public boolean accepts(Features features, Facts facts) {
      return features.all().isEmpty();
    }

    @Override
    public CompletionStage<Next> negotiate(Negotiation negotiation) {
      throw StreamException.byClient(
          Condition.HOST_UNKNOWN, "Stream with id " + negotiation.header().id());
    }
  }

  @Test
  @DisplayName("S02: the connection is closed at once")
  void tells_of_an_end_without_a_word() throws Exception {
    try (Trial trial = Trial.of(s -> s.expectHeader().fin())) {
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(Reason.CLOSED);
      assertThat(phase(failure)).isEqualTo(Phase.OPENING);
    }
  }

  @ParameterizedTest(name = "X18: {0}")
  @ValueSource(strings = {"<stream:features><![CDATA[", "<stream:features", "<stream:features a='"})
  void does_not_wait_for_the_end_of_an_element(String begun) throws Exception {
    Trial.patiently(
        limit -> {
          try (Trial trial =
              Trial.of(
                      s ->
                          s.expectHeader()
                              .sendHeader(DOMAIN)
                              .sendRaw(begun)
                              .expectClose()
                              .expectEnd())
                  .within(limit)) {
            TransportException failure = trial.failure(TransportException.class);
            assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
            assertThat(phase(failure)).isEqualTo(Phase.OPENING);
          }
        });
  }

  @Test
  @DisplayName("S10: features twice")
  void ignores_features_given_twice() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.then(Trial.secured(PLAIN))
                    .send(features(PLAIN) + features(STARTTLS))
                    .expectLike(AUTH)
                    .send(features(PLAIN))
                    .send(SUCCESS)
                    .openStream(DOMAIN, BIND)
                    .send(features(BIND))
                    .expectLike("<iq type='set' id='{id}'/>")
                    .send(features(BIND) + bound(ADDRESS) + features(PLAIN + BIND))
                    .send("<message from='romeo@example.test'><body>hi</body></message>"))) {
      var received = new CompletableFuture<Message>();
      trial.client().onMessage(received::complete);
      trial.stream();
      assertThat(received.join().body()).isEqualTo("hi");
    }
  }

  @Test
  @DisplayName("X39, S29: a second header within the stream")
  void refuses_a_stream_within_the_stream() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.then(Trial.secured(PLAIN))
                    .expectLike(AUTH)
                    .sendRaw(header("version='1.0'").substring(21))
                    .then(Trial.endsWith("bad-format")))) {
      StreamException failure = trial.failure(StreamException.class);
      assertThat(failure.error().condition()).isEqualTo(Condition.BAD_FORMAT);
    }
  }
}
