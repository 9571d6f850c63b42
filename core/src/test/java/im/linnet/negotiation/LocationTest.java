package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Connecting;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.endpoint.Endpoint;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a stream is resumed: the location of {@code <enabled/>} (XEP-0198, section 5). */
@Timeout(120)
class LocationTest {

  private static final String SM = " xmlns='urn:xmpp:sm:3'";
  private static final String FEATURES = Trial.BIND + "<sm" + SM + "/>";

  /** A session whose server wants to be reached there, and is lost. */
  private static Consumer<Script> lostAfter(String location) {
    return s ->
        s.then(Trial.signedIn(FEATURES))
            .expectLike("<iq type='set' id='{id}'/>")
            .send(Trial.bound(Trial.ADDRESS))
            .expect("<enable" + SM + " resume='true'/>")
            .send("<enabled%s id='i' resume='true' location='%s'/>".formatted(SM, location))
            .awaitCue("lose")
            .reset();
  }

  private static void resumed(Script script) {
    script
        .then(Trial.signedIn(FEATURES))
        .expect("<resume" + SM + " h='0' previd='i'/>")
        .send("<resumed" + SM + " h='0' previd='i'/>");
  }

  private static String at(ScriptedPeer peer) {
    return "127.0.0.1:" + peer.port();
  }

  /** The stream after the loss. */
  private static BoundStream again(Trial trial) throws Exception {
    trial.stream();
    trial.peer().cue("lose");
    assertThat(trial.next()).isInstanceOf(Disconnected.class);
    BoundStream stream = trial.client().connect().get(20, TimeUnit.SECONDS);
    assertThat(trial.next()).isInstanceOf(Connecting.class);
    assertThat(trial.next()).isEqualTo(new Connected(stream));
    assertThat(stream.resumed()).isTrue();
    assertThat(stream.redirects()).isEmpty();
    return stream;
  }

  @Test
  void is_tried_first() throws Exception {
    try (ScriptedPeer other =
            ScriptedPeer.listen().withTls(Trial.GOOD).script(LocationTest::resumed);
        Trial trial = Trial.of(lostAfter(at(other)))) {
      assertThat(again(trial).endpoint()).isEqualTo(Endpoint.startTls("127.0.0.1", other.port()));
      assertThat(other.connection(1).serverName()).isEqualTo(DOMAIN);
    }
  }

  @Test
  void is_left_for_the_usual_way_if_nobody_is_there() throws Exception {
    ScriptedPeer gone = ScriptedPeer.listen();
    gone.close();
    try (Trial trial = Trial.of(lostAfter(at(gone))).and(LocationTest::resumed)) {
      assertThat(again(trial).endpoint()).isEqualTo(trial.endpoint());
    }
  }

  @Test
  void is_left_for_the_usual_way_if_it_is_silent() throws Exception {
    try (ScriptedPeer silent = ScriptedPeer.listen().script(s -> s.expectHeader().silence());
        Trial trial = Trial.of(lostAfter(at(silent))).and(LocationTest::resumed)) {
      trial.within(Duration.ofSeconds(2));
      assertThat(again(trial).endpoint()).isEqualTo(trial.endpoint());
    }
  }

  @Test
  @DisplayName("R07: a foreign host with a certificate of its own")
  void is_left_for_the_usual_way_if_it_is_somebody_else() throws Exception {
    try (ScriptedPeer foreign =
            ScriptedPeer.listen()
                .withTls(Trial.AUTHORITY.server("evil.test").serverContext())
                .script(
                    s ->
                        s.expectHeader("to='" + DOMAIN + "'")
                            .sendHeader(DOMAIN)
                            .send(Trial.features(Trial.STARTTLS))
                            .expectLike("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
                            .send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
                            .startTls());
        Trial trial = Trial.of(lostAfter(at(foreign))).and(LocationTest::resumed)) {
      assertThat(again(trial).endpoint()).isEqualTo(trial.endpoint());
      assertThat(foreign.connection(1).text()).doesNotContain("<auth", "<resume");
    }
  }

  @Test
  void is_left_for_the_usual_way_if_it_is_out_of_order() throws Exception {
    try (ScriptedPeer broken =
            ScriptedPeer.listen()
                .withTls(Trial.GOOD)
                .script(
                    s ->
                        s.secureStream(DOMAIN)
                            .expectHeader()
                            .sendHeader(DOMAIN)
                            .send(Trial.streamError("host-unknown"))
                            .expectClose()
                            .expectEnd());
        Trial trial = Trial.of(lostAfter(at(broken))).and(LocationTest::resumed)) {
      assertThat(again(trial).endpoint()).isEqualTo(trial.endpoint());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":5222", "127.0.0.1:0", "a:b:c", "[::1", "http://x", "x&#10;y"})
  void is_nothing_if_it_is_malformed(String location) throws Exception {
    try (Trial trial = Trial.of(lostAfter(location)).and(LocationTest::resumed)) {
      assertThat(again(trial).endpoint()).isEqualTo(trial.endpoint());
    }
  }

  @Test
  void is_nothing_if_it_is_endless() throws Exception {
    try (Trial trial =
        Trial.of(lostAfter("a.".repeat(100_000) + "test")).and(LocationTest::resumed)) {
      assertThat(again(trial).endpoint()).isEqualTo(trial.endpoint());
    }
  }

  @Test
  void leads_on_like_any_other_place() throws Exception {
    try (ScriptedPeer end =
            ScriptedPeer.listen().withTls(Trial.GOOD).script(LocationTest::resumed);
        ScriptedPeer other =
            ScriptedPeer.listen()
                .withTls(Trial.GOOD)
                .script(
                    s ->
                        s.secureStream(DOMAIN)
                            .expectHeader()
                            .sendHeader(DOMAIN)
                            .send(Trial.seeOtherHost(at(end)))
                            .expectClose()
                            .expectEnd());
        Trial trial = Trial.of(lostAfter(at(other)))) {
      trial.stream();
      trial.peer().cue("lose");
      BoundStream stream = reconnected(trial);
      assertThat(stream.endpoint().port()).isEqualTo(end.port());
      assertThat(stream.redirects()).hasSize(1);
    }
  }

  private static BoundStream reconnected(Trial trial) throws Exception {
    assertThat(trial.next()).isInstanceOf(Disconnected.class);
    return trial.client().connect().get(20, TimeUnit.SECONDS);
  }
}
