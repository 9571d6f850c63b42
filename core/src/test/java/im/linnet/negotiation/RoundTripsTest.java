package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.ACCOUNT;
import static im.linnet.negotiation.Trial.AUTHORITY;
import static im.linnet.negotiation.Trial.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.sasl.FastTokens;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.tls.TlsPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a client sends before the server has said that it takes it, and what becomes of a wrong
 * guess. A script that expects an element before the server's header proves that it was not waited
 * for.
 */
@Timeout(120)
class RoundTripsTest {

  private static final String PASSWORD = "wherefore-art-thou";
  private static final String FULL = ACCOUNT + "/1";
  private static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
  private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String STARTTLS = "<starttls xmlns='" + TLS + "'/>";
  private static final String PLAIN =
      "<mechanisms xmlns='" + SASL + "'><mechanism>PLAIN</mechanism></mechanisms>";
  private static final String OTHERS =
      "<mechanisms xmlns='"
          + SASL
          + "'><mechanism>X</mechanism><mechanism>PLAIN</mechanism></mechanisms>";
  private static final String BIND = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>";
  private static final String SM = "<sm xmlns='urn:xmpp:sm:3'/>";
  private static final String SASL2 =
      "<authentication xmlns='urn:xmpp:sasl:2'><mechanism>PLAIN</mechanism><inline>"
          + "<bind xmlns='urn:xmpp:bind:0'/></inline></authentication>";
  private static final String BOUND =
      "<success xmlns='urn:xmpp:sasl:2'><bound xmlns='urn:xmpp:bind:0'/>"
          + "<authorization-identifier>"
          + FULL
          + "</authorization-identifier></success>"
          + features("");
  private static final String AUTH = "<auth xmlns='" + SASL + "' mechanism='PLAIN'/>";
  private static final String AUTHENTICATE =
      "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'/>";
  private static final String ENABLE = "<enable xmlns='urn:xmpp:sm:3' resume='true'/>";
  private static final String SUCCESS = "<success xmlns='" + SASL + "'/>";
  private static final String ASKS_BIND = "<iq type='set' id='{id}'>" + BIND + "</iq>";

  private final ScriptedPeer peer = ScriptedPeer.listen().withTls(Trial.GOOD);
  private UnaryOperator<ClientBuilder> setting = UnaryOperator.identity();
  private boolean direct = true;
  private @Nullable XmppClient client;
  private int sessions;

  @AfterEach
  void close() {
    peer.close();
    if (client != null) {
      client.shutdown().orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  private static String features(String content) {
    return "<stream:features>" + content + "</stream:features>";
  }

  private XmppClient client() {
    XmppClient made = client;
    if (made == null) {
      made =
          setting
              .apply(
                  XmppClient.builder(ACCOUNT)
                      .sasl(Sasl.password(PASSWORD).allowPlain())
                      .fastTokens(FastTokens.none())
                      .endpoint(
                          direct
                              ? Endpoint.directTls("127.0.0.1", peer.port())
                              : Endpoint.startTls("127.0.0.1", peer.port()))
                      .tls(TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build()))
              .build();
      client = made;
    }
    return made;
  }

  private BoundStream connect() throws Exception {
    return client().connect().get(40, TimeUnit.SECONDS);
  }

  /** A session that teaches the client what the server offers, and that the server then ends. */
  private void learn(Consumer<Script> lines) throws Exception {
    String over = "over " + ++sessions;
    peer.script(s -> s.then(lines).awaitCue(over).close());
    connect();
    CompletableFuture<Void> lost = new CompletableFuture<>();
    client()
        .onState(
            state -> {
              if (state instanceof Disconnected) {
                lost.complete(null);
              }
            });
    peer.cue(over);
    lost.get(20, TimeUnit.SECONDS);
  }

  private static void sasl2(Script script) {
    script.startTls().openStream(DOMAIN, SASL2).expectLike(AUTHENTICATE).send(BOUND);
  }

  private static void sasl(Script script) {
    script
        .startTls()
        .openStream(DOMAIN, PLAIN)
        .expectLike(AUTH)
        .send(SUCCESS)
        .openStream(DOMAIN, BIND + SM)
        .expectLike(ASKS_BIND)
        .send(Trial.bound(FULL))
        .expect(ENABLE)
        .send("<enabled xmlns='urn:xmpp:sm:3'/>");
  }

  /** Without stream management. */
  private static void unmanaged(Script script) {
    script
        .startTls()
        .openStream(DOMAIN, PLAIN)
        .expectLike(AUTH)
        .send(SUCCESS)
        .openStream(DOMAIN, BIND)
        .expectLike(ASKS_BIND)
        .send(Trial.bound(FULL));
  }

  /** Up to the second header of a server for which the client does not wait. */
  private static Script asksAllAhead(Script script) {
    return script
        .startTls()
        .expectHeader()
        .expectLike(AUTH)
        .sendHeader(DOMAIN)
        .send(features(PLAIN))
        .send(SUCCESS)
        .expectHeader()
        .expectLike(ASKS_BIND)
        .expect(ENABLE)
        .sendHeader(DOMAIN);
  }

  @Test
  void sends_starttls_with_the_header() throws Exception {
    direct = false;
    peer.script(
        s ->
            s.expectHeader()
                .expect(STARTTLS)
                .sendHeader(DOMAIN)
                .send(features(STARTTLS))
                .send("<proceed xmlns='" + TLS + "'/>")
                .then(RoundTripsTest::sasl2));
    assertThat(connect().jid()).hasToString(FULL);
  }

  @Test
  void signs_in_with_the_header_where_the_server_is_known() throws Exception {
    learn(RoundTripsTest::sasl2);
    peer.script(
        s ->
            s.startTls()
                .expectHeader()
                .expectLike(AUTHENTICATE)
                .sendHeader(DOMAIN)
                .send(features(SASL2))
                .send(BOUND));
    assertThat(connect().signInProtocol()).isEqualTo("urn:xmpp:sasl:2");
  }

  @Test
  void signs_in_and_binds_with_the_headers_before_sasl2() throws Exception {
    learn(RoundTripsTest::sasl);
    peer.script(
        s ->
            asksAllAhead(s)
                .send(features(BIND + SM))
                .send(Trial.bound(FULL))
                .send("<enabled xmlns='urn:xmpp:sm:3'/>"));
    BoundStream stream = connect();
    assertThat(stream.jid()).hasToString(FULL);
    assertThat(stream.managed()).isTrue();
  }

  @Test
  void enables_right_behind_binding() throws Exception {
    peer.script(
        s ->
            s.startTls()
                .openStream(DOMAIN, PLAIN)
                .expectLike(AUTH)
                .send(SUCCESS)
                .openStream(DOMAIN, BIND + SM)
                .expectLike(ASKS_BIND)
                .expect(ENABLE)
                .send(Trial.bound(FULL) + "<enabled xmlns='urn:xmpp:sm:3'/>"));
    assertThat(connect().managed()).isTrue();
  }

  /** A resource that is wanted may be refused, and asked for in another way. */
  @Test
  void waits_for_binding_where_a_resource_is_wanted() throws Exception {
    setting =
        b ->
            XmppClient.builder(ACCOUNT + "/mine")
                .sasl(Sasl.password(PASSWORD).allowPlain())
                .endpoint(Endpoint.directTls("127.0.0.1", peer.port()))
                .tls(TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build());
    peer.script(
        s ->
            s.startTls()
                .openStream(DOMAIN, PLAIN)
                .expectLike(AUTH)
                .send(SUCCESS)
                .openStream(DOMAIN, BIND + SM)
                .expectLike(ASKS_BIND)
                .send(
                    "<iq type='error' id='{id}'><error type='cancel'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
                .expectLike(ASKS_BIND)
                .send(Trial.bound(FULL))
                .expect(ENABLE)
                .send("<enabled xmlns='urn:xmpp:sm:3'/>"));
    assertThat(connect().managed()).isTrue();
  }

  /** What a server that is known by other features does with a sign-in that comes ahead. */
  @SuppressWarnings("ImmutableEnumChecker") // scripts
  private enum Wrong {
    OTHER_MECHANISMS_AND_REFUSED(
        s ->
            ahead(s, OTHERS)
                .send("<failure xmlns='" + SASL + "'><not-authorized/></failure>")
                .expectLike(AUTH)
                .send(SUCCESS)
                .then(RoundTripsTest::binds),
        0),
    OTHER_MECHANISMS_AND_ACCEPTED(
        s -> ahead(s, OTHERS).send(SUCCESS).then(RoundTripsTest::binds), 0),
    WITHOUT_THE_FEATURE(s -> ahead(s, "<x xmlns='urn:x'/>").expectLike("<stream:error/>"), 1),
    CLOSED(s -> s.startTls().expectHeader().expectLike(AUTH).sendHeader(DOMAIN).fin(), 1),
    STREAM_ERROR(
        s ->
            s.startTls()
                .expectHeader()
                .expectLike(AUTH)
                .sendHeader(DOMAIN)
                .send(Trial.streamError("unsupported-stanza-type"))
                .close(),
        1),
    CLOSED_AFTER_THE_FEATURES(s -> ahead(s, PLAIN).close(), 1);

    private final Consumer<Script> lines;
    private final int further;

    Wrong(Consumer<Script> lines, int further) {
      this.lines = lines;
      this.further = further;
    }

    private static Script ahead(Script script, String features) {
      return script
          .startTls()
          .expectHeader()
          .expectLike(AUTH)
          .sendHeader(DOMAIN)
          .send(features(features));
    }
  }

  private static void binds(Script script) {
    script.expectHeader().expectLike(ASKS_BIND).sendHeader(DOMAIN).send(features(BIND));
    script.send(Trial.bound(FULL));
  }

  /**
   * The user does not notice. Where the stream is lost, the next attempt does not rely on what the
   * server offered before.
   */
  @ParameterizedTest
  @EnumSource
  void recovers_from_a_wrong_guess(Wrong wrong) throws Exception {
    learn(RoundTripsTest::unmanaged);
    peer.script(wrong.lines);
    for (int i = 0; i < wrong.further; i++) {
      peer.script(RoundTripsTest::sasl2);
    }
    assertThat(connect().jid()).hasToString(FULL);
  }

  /** Stream management is no longer offered when it has been asked for already. */
  @Test
  void recovers_where_a_question_behind_binding_has_no_answer() throws Exception {
    learn(RoundTripsTest::sasl);
    peer.script(s -> asksAllAhead(s).send(features(BIND)).send(Trial.bound(FULL)));
    peer.script(RoundTripsTest::unmanaged);
    assertThat(connect().managed()).isFalse();
  }

  @Test
  void waits_with_starttls_once_a_server_has_not_taken_it() throws Exception {
    direct = false;
    peer.script(s -> s.expectHeader().expect(STARTTLS).sendHeader(DOMAIN).close());
    try {
      connect();
    } catch (ExecutionException expected) {
      assertThat(expected).hasMessageContaining("stream");
    }
    peer.script(
        s ->
            s.expectHeader()
                .sendHeader(DOMAIN)
                .send(features(STARTTLS))
                .expect(STARTTLS)
                .send("<proceed xmlns='" + TLS + "'/>")
                .then(RoundTripsTest::sasl2));
    assertThat(connect().jid()).hasToString(FULL);
  }

  /**
   * A connection that is lost may be lost for another reason: the next one waits, then one tries. A
   * client that does not wait sends what the server offered on the connection before.
   */
  @Test
  void doubts_a_guess_that_is_lost_without_a_word() throws Exception {
    learn(RoundTripsTest::sasl2);
    lost(s -> s.startTls().expectHeader().expectLike(AUTHENTICATE).reset());
    learn(RoundTripsTest::sasl);
    lost(s -> s.startTls().expectHeader().expectLike(AUTH).reset());
    learn(RoundTripsTest::sasl2);
    learn(RoundTripsTest::sasl);
  }

  private void lost(Consumer<Script> lines) {
    peer.script(lines);
    assertThatThrownBy(this::connect).hasCauseInstanceOf(TransportException.class);
  }

  /** Anybody may have made the offer before. */
  @Test
  void guesses_nothing_where_tls_is_not_verified() throws Exception {
    setting =
        b ->
            b.tls(
                TlsPolicy.builder()
                    .insecurelyTrustAnyone()
                    .insecurelySendSecretsToAnyone()
                    .build());
    learn(RoundTripsTest::sasl2);
    peer.script(
        s ->
            s.startTls()
                .expectHeader()
                .sendHeader(DOMAIN)
                .mark("header")
                .send(features(SASL2.replace("PLAIN", "X-NONE") + PLAIN))
                .expectLike(AUTH)
                .send(SUCCESS)
                .openStream(DOMAIN, BIND)
                .expectLike(ASKS_BIND)
                .send(Trial.bound(FULL)));
    assertThat(connect().signInProtocol()).isEqualTo(SASL);
  }
}
