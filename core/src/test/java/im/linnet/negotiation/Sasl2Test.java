package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.ACCOUNT;
import static im.linnet.negotiation.Trial.AUTHORITY;
import static im.linnet.negotiation.Trial.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.failure.StreamException;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.sasl.FastToken;
import im.linnet.sasl.FastTokens;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.UserAgent;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.tls.TlsPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SASL2 (XEP-0388) with Bind 2 (XEP-0386), FAST (XEP-0484) and what servers do wrong in it. */
@Timeout(120)
class Sasl2Test {

  private static final String PASSWORD = "wherefore-art-thou";
  private static final String FULL = ACCOUNT + "/Linnet~1";
  private static final UUID AGENT = UUID.fromString("d4565fa7-4d72-4749-b3d3-740edbf87770");
  private static final Jid JULIET = Jid.of(ACCOUNT);
  private static final String FAST =
      "<fast xmlns='urn:xmpp:fast:0'><mechanism>HT-SHA-256-NONE</mechanism></fast>";
  private static final String SASL1 =
      "<mechanisms"
          + " xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>";
  private static final String BIND2 =
      "<bind xmlns='urn:xmpp:bind:0'><inline><feature var='urn:xmpp:sm:3'/></inline></bind>"
          + "<sm xmlns='urn:xmpp:sm:3'/>";
  private static final String PLAIN = base64("\0juliet\0" + PASSWORD);
  private static final String USER_AGENT = "<user-agent id='" + AGENT + "'/>";
  private static final String BIND =
      "<bind xmlns='urn:xmpp:bind:0'><enable xmlns='urn:xmpp:sm:3' resume='true'/></bind>";
  private static final String BOUND =
      "<bound xmlns='urn:xmpp:bind:0'><enabled xmlns='urn:xmpp:sm:3' id='one'"
          + " resume='true'/></bound>";
  private static final String UNMANAGED = "<bound xmlns='urn:xmpp:bind:0'/>";
  private static final String LATER =
      "<stream:features><csi xmlns='urn:xmpp:csi:0'/></stream:features>";

  private final ScriptedPeer peer = ScriptedPeer.listen().withTls(Trial.GOOD);
  private final FastTokens tokens = FastTokens.inMemory();
  private UnaryOperator<ClientBuilder> setting = UnaryOperator.identity();
  private @Nullable XmppClient client;

  @AfterEach
  void close() {
    peer.close();
    if (client != null) {
      client.shutdown().orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  private BoundStream connect() throws Exception {
    return client().connect().get(40, TimeUnit.SECONDS);
  }

  private XmppClient client() {
    XmppClient made = client;
    if (made == null) {
      made =
          setting
              .apply(
                  XmppClient.builder(ACCOUNT)
                      .sasl(Sasl.password(PASSWORD).allowPlain())
                      .userAgent(UserAgent.of(AGENT))
                      .fastTokens(tokens)
                      .endpoint(Endpoint.directTls("127.0.0.1", peer.port()))
                      .tls(TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build()))
              .build();
      client = made;
    }
    return made;
  }

  private <X extends XmppException> X failure(Class<X> type) throws Exception {
    try {
      connect();
    } catch (ExecutionException failed) {
      assertThat(failed.getCause()).isInstanceOf(type);
      assertThat(String.valueOf(failed.getCause())).doesNotContain(PASSWORD, "top-secret");
      return type.cast(Objects.requireNonNull(failed.getCause()));
    }
    throw new AssertionError("no failure");
  }

  private static String offer(String inline) {
    return "<authentication xmlns='urn:xmpp:sasl:2'><mechanism>PLAIN</mechanism><inline>"
        + inline
        + "</inline></authentication>";
  }

  private static Script open(Script script, String inline) {
    return script
        .startTls()
        .expectHeader("to='%s' from='%s'".formatted(DOMAIN, ACCOUNT))
        .sendHeader(DOMAIN)
        .send("<stream:features>" + offer(inline) + SASL1 + "</stream:features>");
  }

  private static String authenticate(String mechanism, String response, String inside) {
    return "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='%s'><initial-response>%s</initial-response>%s%s</authenticate>"
        .formatted(mechanism, response, USER_AGENT, inside);
  }

  private static String success(String inside) {
    return "<success xmlns='urn:xmpp:sasl:2'>" + inside + "</success>";
  }

  private static String id(String jid) {
    return "<authorization-identifier>" + jid + "</authorization-identifier>";
  }

  private static String token(String secret, String expiry) {
    return "<token xmlns='urn:xmpp:fast:0' token='%s' expiry='%s'/>".formatted(secret, expiry);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] hmac(String key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String initiator(String token) throws Exception {
    byte[] user = "juliet\0".getBytes(StandardCharsets.UTF_8);
    byte[] proof = hmac(token, "Initiator");
    byte[] all = new byte[user.length + proof.length];
    System.arraycopy(user, 0, all, 0, user.length);
    System.arraycopy(proof, 0, all, user.length, proof.length);
    return Base64.getEncoder().encodeToString(all);
  }

  private static String responder(String token) throws Exception {
    return "<additional-data>"
        + Base64.getEncoder().encodeToString(hmac(token, "Responder"))
        + "</additional-data>";
  }

  private @Nullable FastToken kept() throws Exception {
    return tokens.load(JULIET);
  }

  private @Nullable String secret() throws Exception {
    FastToken kept = kept();
    return kept == null ? null : kept.secret();
  }

  private void keep(String secret) throws Exception {
    tokens.save(
        JULIET,
        FastToken.of("HT-SHA-256-NONE", secret, Instant.now().plus(Duration.ofDays(1)), AGENT));
  }

  @Test
  void signs_in_binds_and_manages_in_one_exchange() throws Exception {
    peer.script(
        s ->
            open(s, BIND2)
                .expect(authenticate("PLAIN", PLAIN, BIND))
                .send(success(BOUND + id(FULL)) + LATER));
    BoundStream stream = connect();
    assertThat(stream.jid()).hasToString(FULL);
    assertThat(stream.mechanism()).isEqualTo("PLAIN");
    assertThat(stream.signInProtocol()).isEqualTo("urn:xmpp:sasl:2");
    assertThat(stream.managed()).isTrue();
    assertThat(stream.features().offers("csi", "urn:xmpp:csi:0")).isTrue();
    assertThat(kept()).isNull();
  }

  /** The user's resource can't be had by Bind 2. */
  @Test
  void binds_the_old_way_where_bind_2_is_not_offered_or_a_resource_is_wanted() throws Exception {
    peer.script(
        s ->
            open(s, "")
                .expect(authenticate("PLAIN", PLAIN, ""))
                .send(
                    success(id(ACCOUNT))
                        + "<stream:features><bind"
                        + " xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>")
                .expectLike("<iq type='set' id='{id}'/>")
                .send(Trial.bound(FULL)));
    BoundStream stream = connect();
    assertThat(stream.jid()).hasToString(FULL);
    assertThat(stream.signInProtocol()).isEqualTo("urn:xmpp:sasl:2");
  }

  @Test
  void prefers_sasl_where_only_it_has_the_stronger_mechanism() throws Exception {
    peer.script(
        s ->
            s.startTls()
                .expectHeader()
                .sendHeader(DOMAIN)
                .send(
                    "<stream:features>"
                        + offer(BIND2)
                        + "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                        + "<mechanism>SCRAM-SHA-256</mechanism></mechanisms></stream:features>")
                .expectLike(
                    "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-256'/>")
                .send(
                    "<failure"
                        + " xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><account-disabled/></failure>"));
    assertThat(failure(AuthenticationException.class).mechanism()).isEqualTo("SCRAM-SHA-256");
  }

  /** The token is asked for, kept, used, and replaced by a newer one. */
  @Test
  void uses_and_rotates_tokens() throws Exception {
    String over = "over";
    peer.script(
        s ->
            open(s, BIND2 + FAST)
                .expect(
                    authenticate(
                        "PLAIN",
                        PLAIN,
                        BIND
                            + "<request-token xmlns='urn:xmpp:fast:0'"
                            + " mechanism='HT-SHA-256-NONE'/>"))
                .send(
                    success(token("top-secret-1", "2100-01-01T00:00:00Z") + BOUND + id(FULL))
                        + LATER)
                .awaitCue("over")
                .close());
    connect();
    assertThat(secret()).isEqualTo("top-secret-1");
    assertThat(kept()).asString().doesNotContain("top-secret");
    end(over);
    String proof = initiator("top-secret-1");
    String answer = responder("top-secret-1");
    peer.script(
        s ->
            open(s, BIND2 + FAST)
                .expect(
                    authenticate(
                        "HT-SHA-256-NONE",
                        proof,
                        RESUME + BIND + "<fast xmlns='urn:xmpp:fast:0'/>"))
                .send(
                    success(
                            answer
                                + "<failed xmlns='urn:xmpp:sm:3'/>"
                                + BOUND
                                + id(FULL)
                                + token("top-secret-2", "2100-01-01T00:00:00.123456Z"))
                        + LATER));
    assertThat(connect().mechanism()).isEqualTo("HT-SHA-256-NONE");
    assertThat(secret()).isEqualTo("top-secret-2");
  }

  @Test
  void drops_a_refused_token_and_signs_in_by_the_password_on_the_same_stream() throws Exception {
    keep("top-secret");
    String proof = initiator("top-secret");
    peer.script(
        s ->
            open(s, BIND2 + FAST)
                .expect(
                    authenticate(
                        "HT-SHA-256-NONE", proof, BIND + "<fast xmlns='urn:xmpp:fast:0'/>"))
                .send(
                    "<failure xmlns='urn:xmpp:sasl:2'><credentials-expired"
                        + " xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></failure>")
                .expectLike(authenticate("PLAIN", PLAIN, ""))
                .send(success(BOUND + id(FULL)) + LATER));
    assertThat(connect().mechanism()).isEqualTo("PLAIN");
    assertThat(kept()).isNull();
  }

  @Tag("A15")
  @Test
  void never_turns_to_the_password_where_the_server_does_not_prove_itself() throws Exception {
    keep("top-secret");
    String wrong = responder("another");
    for (String data : new String[] {"", wrong}) {
      peer.script(
          s ->
              open(s, BIND2 + FAST)
                  .expectLike("<authenticate xmlns='urn:xmpp:sasl:2' mechanism='HT-SHA-256-NONE'/>")
                  .send(success(data + BOUND + id(FULL)) + LATER)
                  .expectClose());
      assertThat(failure(AuthenticationException.class).reason()).isEqualTo(Reason.SERVER_UNPROVEN);
    }
  }

  @Test
  void does_not_use_tokens_that_have_expired_or_are_for_another_device() throws Exception {
    for (FastToken other :
        new FastToken[] {
          FastToken.of("HT-SHA-256-NONE", "old", Instant.now().minusSeconds(1), AGENT),
          FastToken.of("HT-SHA-256-NONE", "x", Instant.now().plusSeconds(99), UUID.randomUUID())
        }) {
      tokens.save(JULIET, other);
      String over = other.secret();
      peer.script(
          s ->
              open(s, BIND2 + FAST)
                  .expectLike(authenticate("PLAIN", PLAIN, ""))
                  .send(success(UNMANAGED + id(FULL)) + LATER)
                  .awaitCue("over")
                  .close());
      assertThat(connect().mechanism()).isEqualTo("PLAIN");
      assertThat(kept()).isNull();
      end(over);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token='' expiry='2100-01-01T00:00:00Z'",
        "expiry='2100-01-01T00:00:00Z'",
        "token='top-secret'",
        "token='top-secret' expiry='tomorrow'",
        "token='top-secret' expiry='2001-01-01T00:00:00Z'",
        "token='LONG' expiry='2100-01-01T00:00:00Z'"
      })
  void keeps_no_token_that_is_of_no_use(String attributes) throws Exception {
    String given = attributes.replace("LONG", "x".repeat(20_000));
    peer.script(
        s ->
            open(s, BIND2 + FAST)
                .expectLike(authenticate("PLAIN", PLAIN, ""))
                .send(
                    success(BOUND + id(FULL) + "<token xmlns='urn:xmpp:fast:0' " + given + "/>")
                        + LATER));
    assertThat(connect().jid()).hasToString(FULL);
    assertThat(kept()).isNull();
  }

  /** A success that does not say what the standard makes it say. */
  private enum Odd {
    NO_IDENTIFIER(success(BOUND)),
    TWO_IDENTIFIERS(success(BOUND + id(FULL) + id(FULL))),
    ANOTHER_ACCOUNT(success(BOUND + id("romeo@" + DOMAIN + "/x"))),
    ANOTHER_DOMAIN(success(BOUND + id("juliet@other.test/x"))),
    ANOTHER_BARE_ACCOUNT(success(id("romeo@" + DOMAIN))),
    MALFORMED(success(BOUND + id("@@"))),
    FULL_WITHOUT_BOUND(success(id(FULL))),
    BOUND_WITHOUT_RESOURCE(success(BOUND + id(ACCOUNT))),
    RESUMED_UNASKED(success("<resumed xmlns='urn:xmpp:sm:3' h='0' previd='x'/>" + id(FULL))),
    TWO_SUCCESSES(success(BOUND + id(FULL)) + success(BOUND + id(FULL)));

    private final String says;

    Odd(String says) {
      this.says = says;
    }
  }

  @Tag("S15")
  @ParameterizedTest
  @EnumSource
  void refuses_a_success_that_does_not_fit(Odd odd) throws Exception {
    peer.script(
        s ->
            open(s, BIND2)
                .expect(authenticate("PLAIN", PLAIN, BIND))
                .send(odd.says)
                .expectLike("<stream:error/>")
                .expectClose());
    StreamException failure = failure(StreamException.class);
    assertThat(failure.by()).isEqualTo(StreamException.By.CLIENT);
  }

  @Test
  void refuses_a_resumed_and_a_bound_stream_at_once() throws Exception {
    lose(success(BOUND + id(FULL)) + LATER);
    peer.script(
        s ->
            open(s, BIND2)
                .expect(authenticate("PLAIN", PLAIN, RESUME + BIND))
                .send(
                    success(
                        "<resumed xmlns='urn:xmpp:sm:3' h='0' previd='one'/>" + BOUND + id(FULL)))
                .expectLike("<stream:error/>")
                .expectClose());
    failure(StreamException.class);
  }

  private static final String RESUME = "<resume xmlns='urn:xmpp:sm:3' h='0' previd='one'/>";

  /** The server ends the stream. */
  private void end(String cue) throws Exception {
    CompletableFuture<Void> lost = lost();
    peer.cue(cue);
    lost.get(20, TimeUnit.SECONDS);
  }

  private CompletableFuture<Void> lost() {
    CompletableFuture<Void> lost = new CompletableFuture<>();
    client()
        .onState(
            state -> {
              if (state instanceof Disconnected) {
                lost.complete(null);
              }
            });
    return lost;
  }

  /** A managed stream that is lost. */
  private void lose(String says) throws Exception {
    peer.script(
        s ->
            open(s, BIND2)
                .expect(authenticate("PLAIN", PLAIN, BIND))
                .send(says)
                .awaitCue("bound")
                .reset());
    connect();
    CompletableFuture<Void> lost = lost();
    peer.cue("bound");
    lost.get(20, TimeUnit.SECONDS);
  }

  /** As ejabberd does: no features after it. And as Prosody does: they come after the stanzas. */
  @ParameterizedTest
  @ValueSource(strings = {"", LATER_CSI})
  void resumes_inside(String features) throws Exception {
    lose(success(BOUND + id(FULL)) + LATER);
    peer.script(
        s ->
            open(s, BIND2)
                .expect(authenticate("PLAIN", PLAIN, RESUME + BIND))
                .send(
                    success("<resumed xmlns='urn:xmpp:sm:3' h='0' previd='one'/>" + id(FULL))
                        + "<message from='romeo@example.test'><body>missed</body></message>"
                        + features
                        + "<r xmlns='urn:xmpp:sm:3'/>")
                .expect("<a xmlns='urn:xmpp:sm:3' h='1'/>"));
    BoundStream stream = connect();
    assertThat(stream.resumed()).isTrue();
    assertThat(stream.jid()).hasToString(FULL);
    peer.await();
  }

  private static final String LATER_CSI =
      "<stream:features><csi xmlns='urn:xmpp:csi:0'/></stream:features>";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<error type='cancel'><item-not-found"
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>",
        "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
      })
  void binds_in_the_same_exchange_where_resumption_fails(String why) throws Exception {
    lose(success(BOUND + id(FULL)) + LATER);
    peer.script(
        s ->
            open(s, BIND2)
                .expect(authenticate("PLAIN", PLAIN, RESUME + BIND))
                .send(
                    success("<failed xmlns='urn:xmpp:sm:3'>" + why + "</failed>" + BOUND + id(FULL))
                        + LATER));
    BoundStream stream = connect();
    assertThat(stream.resumed()).isFalse();
    assertThat(stream.managed()).isTrue();
  }

  @Tag("A28")
  @Test
  void names_the_task_that_the_server_demands() throws Exception {
    peer.script(
        s ->
            open(s, BIND2)
                .expect(authenticate("PLAIN", PLAIN, BIND))
                .send(
                    "<continue xmlns='urn:xmpp:sasl:2'><additional-data>eA==</additional-data>"
                        + "<tasks><task>TOTP-EXAMPLE</task><task>HOTP-EXAMPLE</task></tasks>"
                        + "<text>second factor</text></continue>")
                .expect("<abort xmlns='urn:xmpp:sasl:2'/>")
                .expectClose());
    AuthenticationException failure = failure(AuthenticationException.class);
    assertThat(failure.reason()).isEqualTo(Reason.TASK);
    assertThat(failure).hasMessageContainingAll("TOTP-EXAMPLE", "HOTP-EXAMPLE");
  }

  @Tag("A17")
  @Test
  void refuses_a_success_before_it_has_asked() throws Exception {
    peer.script(
        (Consumer<Script>)
            s ->
                s.startTls()
                    .expectHeader()
                    .sendHeader(DOMAIN)
                    .send(success(BOUND + id(FULL)))
                    .expectLike("<stream:error/>")
                    .expectClose());
    failure(StreamException.class);
  }
}
