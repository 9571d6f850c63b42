package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.ADDRESS;
import static im.linnet.negotiation.Trial.AUTH;
import static im.linnet.negotiation.Trial.BIND;
import static im.linnet.negotiation.Trial.DOMAIN;
import static im.linnet.negotiation.Trial.PLAIN;
import static im.linnet.negotiation.Trial.bound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.testkit.peer.Script;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a server ends a stream before there is a session. */
@Timeout(120)
class StreamErrorTest {

  @ParameterizedTest(name = "S28: {0}")
  @EnumSource(value = Condition.class, names = "SEE_OTHER_HOST", mode = EnumSource.Mode.EXCLUDE)
  void reads_each_stream_error(Condition condition) throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.secureStream(DOMAIN)
                    .expectHeader()
                    .sendHeader(DOMAIN)
                    .send(Trial.streamError(condition.wireName()))
                    .expectClose()
                    .expectEnd())) {
      StreamException failure = trial.failure(StreamException.class);
      assertThat(failure.by()).isEqualTo(StreamException.By.SERVER);
      assertThat(failure.verified()).isTrue();
      assertThat(failure.error().condition()).isEqualTo(condition);
      assertThat(failure.retryable()).isEqualTo(condition.retryable());
    }
  }

  static Stream<Arguments> errors() {
    String ns = "xmlns='urn:ietf:params:xml:ns:xmpp-streams'";
    return Stream.of(
        arguments("<out-of-cheese " + ns + "/>", Condition.UNDEFINED_CONDITION, "out-of-cheese"),
        arguments("", Condition.UNDEFINED_CONDITION, "undefined-condition"),
        arguments("<reset " + ns + "/><conflict " + ns + "/>", Condition.RESET, "reset"),
        arguments(
            "<reset "
                + ns
                + "/><text xml:lang='en' "
                + ns
                + ">one</text><text xml:lang='de' "
                + ns
                + ">eins</text><text xml:lang='fr' "
                + ns
                + ">un</text><more xmlns='urn:x'/>",
            Condition.RESET,
            "reset"));
  }

  @ParameterizedTest(name = "S20: {0}")
  @MethodSource("errors")
  void reads_odd_stream_errors(String content, Condition condition, String name) throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.secureStream(DOMAIN)
                    .expectHeader()
                    .sendHeader(DOMAIN)
                    .send("<stream:error>" + content + "</stream:error>")
                    .expectClose()
                    .expectEnd())) {
      StreamException failure = trial.failure(StreamException.class);
      assertThat(failure.error().condition()).isEqualTo(condition);
      assertThat(failure.error().conditionName()).isEqualTo(name);
    }
  }

  @Test
  @DisplayName("S20: a long text is cut")
  void shortens_the_text_of_an_error() throws Exception {
    String text = IntStream.range(0, 9999).mapToObj(i -> "long ").collect(Collectors.joining());
    try (Trial trial =
        Trial.of(
            s ->
                s.then(Trial.secured(PLAIN))
                    .expectLike(AUTH)
                    .send(
                        "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                            + "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>"
                            + text
                            + "</text></stream:error>")
                    .expectClose()
                    .expectEnd())) {
      StreamException failure = trial.failure(StreamException.class);
      assertThat(failure.error().text()).hasSize(1024);
    }
  }

  @Test
  @DisplayName("S21: stanzas after a stream error")
  void reads_nothing_after_an_error() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.then(Trial.signedIn(BIND))
                    .expectLike("<iq type='set' id='{id}'/>")
                    .send(Trial.streamError("reset") + bound(ADDRESS) + "<message/>")
                    .expectClose()
                    .expectEnd())) {
      assertThat(trial.failure(StreamException.class).error().condition())
          .isEqualTo(Condition.RESET);
    }
  }

  @ParameterizedTest(name = "S22: {0} in clear text")
  @ValueSource(strings = {"not-authorized", "host-unknown", "account-disabled"})
  void takes_an_error_in_clear_text_for_anybodys(String condition) throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.expectHeader()
                    .sendHeader(DOMAIN)
                    .send(Trial.streamError(condition))
                    .expectClose()
                    .expectEnd())) {
      StreamException failure = trial.failure(StreamException.class);
      assertThat(failure.verified()).isFalse();
      assertThat(failure).hasMessageContaining("in clear text: " + condition);
    }
  }

  @Test
  @DisplayName("S22: an error in clear text does not keep from the next endpoint")
  void goes_on_after_an_error_in_clear_text() throws Exception {
    try (Trial trial =
        Trial.of(
                s ->
                    s.expectHeader()
                        .sendHeader(DOMAIN)
                        .send(Trial.streamError("host-gone"))
                        .expectClose()
                        .expectEnd())
            .and(Trial::login)) {
      trial.with(builder -> builder.endpoint(trial.endpoint()));
      assertThat(trial.stream().jid()).hasToString(ADDRESS);
    }
  }

  @Test
  @DisplayName("S22: an error under TLS is the same everywhere")
  void stops_at_an_error_under_tls() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.secureStream(DOMAIN)
                    .expectHeader()
                    .sendHeader(DOMAIN)
                    .send(Trial.streamError("host-gone"))
                    .expectClose()
                    .expectEnd())) {
      trial.with(builder -> builder.endpoint(trial.endpoint()));
      StreamException failure = trial.failure(StreamException.class);
      assertThat(failure.error().condition()).isEqualTo(Condition.HOST_GONE);
    }
  }

  @Test
  @DisplayName("S23: the server ends the stream in order")
  void answers_the_end_of_the_stream() throws Exception {
    for (Consumer<Script> before :
        List.<Consumer<Script>>of(
            s -> s.expectHeader().sendHeader(DOMAIN),
            s -> s.then(Trial.secured(PLAIN)).expectLike(AUTH),
            s -> s.then(Trial.signedIn(BIND)).expectLike("<iq type='set'/>"))) {
      try (Trial trial = Trial.of(s -> s.then(before).close().expectClose().expectEnd())) {
        TransportException failure = trial.failure(TransportException.class);
        assertThat(failure.reason()).isEqualTo(Reason.CLOSED);
        assertThat(failure).hasMessageContaining("ended the stream");
      }
    }
  }
}
