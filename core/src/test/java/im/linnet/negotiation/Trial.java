package im.linnet.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Closed;
import im.linnet.connection.ConnectionState.Closing;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Connecting;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.peer.PeerConnection;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One client and a peer. What is true of every negotiation is checked here: the future ends once,
 * the states come in order, the password stays hidden, and the same client can connect again.
 */
final class Trial implements AutoCloseable {

  static final String DOMAIN = "example.test";
  static final String ACCOUNT = "juliet@" + DOMAIN;
  static final String ADDRESS = ACCOUNT + "/balcony";
  static final String PASSWORD = "wherefore-art-thou";

  static final String STARTTLS =
      "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>";
  static final String PLAIN =
      "<mechanisms"
          + " xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>";
  static final String BIND = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>";

  static final TestCertificates AUTHORITY = TestCertificates.create();
  static final SSLContext GOOD = AUTHORITY.server(DOMAIN).serverContext();

  static final String AUTH = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'/>";
  static final String SUCCESS = "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";

  /** Seconds: a machine may be very busy. */
  private static final int LIMIT = 40;

  private static final Duration WHOLE = Duration.ofSeconds(10);

  /** Of daemons, for all trials: to start and stop threads takes longer than a trial. */
  private static final ClientResources RESOURCES = ClientResources.create(1, Dns.system());

  private final ScriptedPeer peer = ScriptedPeer.listen().withTls(GOOD);
  private final BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
  private UnaryOperator<ClientBuilder> setting = UnaryOperator.identity();
  private int connections;
  private boolean direct;
  private boolean looksUp;
  private boolean handshakeFails;
  private @Nullable XmppClient client;

  /** A peer that says this on the first connection. */
  static Trial of(Consumer<Script> script) {
    return new Trial().and(script);
  }

  /** And this on the next one. */
  Trial and(Consumer<Script> script) {
    connections++;
    peer.script(script);
    return this;
  }

  /** With another client. */
  Trial with(UnaryOperator<ClientBuilder> change) {
    UnaryOperator<ClientBuilder> before = setting;
    setting = builder -> change.apply(before.apply(builder));
    return this;
  }

  /** With so little time for one endpoint. */
  Trial within(Duration limit) {
    return with(builder -> builder.connectLimits(limit, WHOLE));
  }

  /** A test of what a client does when its time is up. */
  interface Limited {
    void within(Duration limit) throws Exception;
  }

  /**
   * Lets the time be up: soon, or later where the machine is too busy to come so far by then. What
   * is wrong at each limit is wrong.
   */
  static void patiently(Limited test) throws Exception {
    try {
      test.within(Duration.ofMillis(700));
    } catch (AssertionError | Exception tooBusy) {
      test.within(Duration.ofSeconds(7));
    }
  }

  /** With TLS from the first byte (XEP-0368). */
  Trial directTls() {
    direct = true;
    return this;
  }

  /** What a good server says, up to the session. */
  static void login(Script script) {
    script.secureStream(DOMAIN).signIn(DOMAIN, "PLAIN").bind(DOMAIN, ADDRESS);
  }

  /** Up to the stream that offers sign-in; the client has its features. */
  static Consumer<Script> secured(String features) {
    return script -> script.secureStream(DOMAIN).openStream(DOMAIN, features);
  }

  /** Up to the stream that offers what comes after sign-in. */
  static Consumer<Script> signedIn(String features) {
    return script ->
        script.secureStream(DOMAIN).signIn(DOMAIN, "PLAIN").openStream(DOMAIN, features);
  }

  /** The rest of a login, from the client's sign-in on. */
  static void restOfLogin(Script script) {
    script.expectLike(AUTH).send(SUCCESS).bind(DOMAIN, ADDRESS);
  }

  static String features(String content) {
    return "<stream:features>" + content + "</stream:features>";
  }

  /** The answer to the request that the script captured as {@code id}. */
  static String bound(String jid) {
    return "<iq type='result' id='{id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>"
        + jid
        + "</jid></bind></iq>";
  }

  static String header(String attributes) {
    return ("<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
            + " xmlns:stream='http://etherx.jabber.org/streams' %s>")
        .formatted(attributes);
  }

  static Phase phase(XmppException failure) {
    return Objects.requireNonNull(failure.where()).phase();
  }

  /** The client's last words on a stream that the server broke. */
  static Consumer<Script> endsWith(String condition) {
    return script ->
        script
            .expect(
                "<stream:error><%s xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
                    .formatted(condition))
            .expectClose()
            .expectEnd();
  }

  static String streamError(String condition) {
    return "<stream:error><%s xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
        .formatted(condition);
  }

  static String seeOtherHost(String target) {
    return ("<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>%s"
            + "</see-other-host></stream:error>")
        .formatted(target);
  }

  Endpoint endpoint() {
    return direct
        ? Endpoint.directTls("127.0.0.1", peer.port())
        : Endpoint.startTls("127.0.0.1", peer.port());
  }

  ScriptedPeer peer() {
    return peer;
  }

  PeerConnection connection(int number) {
    return peer.connection(number);
  }

  XmppClient client() {
    XmppClient made = client;
    if (made == null) {
      ClientBuilder builder =
          XmppClient.builder(ADDRESS)
              .sasl(Sasl.password(PASSWORD).allowPlain())
              .resources(RESOURCES)
              .tls(TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build());
      made = endpointUnlessGiven(setting.apply(builder));
      made.onState(states::add);
      client = made;
    }
    return made;
  }

  private XmppClient endpointUnlessGiven(ClientBuilder builder) {
    return looksUp ? builder.build() : builder.endpoint(endpoint()).build();
  }

  /** With a handshake that fails, which the peer takes for a fault of the client's. */
  Trial failingHandshake() {
    handshakeFails = true;
    return this;
  }

  /** With endpoints that the client finds otherwise. */
  Trial lookingUp() {
    looksUp = true;
    return this;
  }

  /** Connects, which has to succeed. */
  BoundStream stream() throws Exception {
    BoundStream stream = client().connect().get(LIMIT, TimeUnit.SECONDS);
    assertThat(next()).isInstanceOf(Connecting.class);
    assertThat(next()).isEqualTo(new Connected(stream));
    return stream;
  }

  /** Connects, which has to fail in one way only and do the client no harm. */
  <X extends XmppException> X failure(Class<X> type) throws Exception {
    CompletableFuture<BoundStream> connected = client().connect();
    X failure = type.cast(outcome(connected));
    assertThat(next()).isInstanceOf(Connecting.class);
    assertThat(next()).isEqualTo(new Disconnected(failure));
    assertThat(failure.where()).as("place of " + failure).isNotNull();
    assertNoSecretIn(failure);
    if (!looksUp) {
      worksAgain();
      hidesThePassword();
    }
    return failure;
  }

  /** Connects, which has to fail. */
  static Throwable outcome(CompletableFuture<?> connected) {
    Throwable thrown = catchThrowable(() -> connected.get(LIMIT, TimeUnit.SECONDS));
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    Throwable cause = thrown.getCause();
    return cause == null ? thrown : cause;
  }

  /** The same client, on a connection without fault. */
  void worksAgain() throws Exception {
    peer.script(
        s ->
            (direct ? s.startTls() : s.secureStream(DOMAIN))
                .signIn(DOMAIN, "PLAIN")
                .bind(DOMAIN, ADDRESS)
                .expectClose()
                .close()
                .expectEnd());
    assertThat(stream().jid()).hasToString(ADDRESS);
    client().shutdown().get(LIMIT, TimeUnit.SECONDS);
    assertThat(next()).isInstanceOf(Closing.class);
    assertThat(next()).isInstanceOf(Closed.class);
    assertThat(states).isEmpty();
    if (!handshakeFails) {
      peer.await();
    }
  }

  /** Waits until the peer has seen that the client closed a connection. */
  void seesTheEndOf(int number) {
    peer.awaitEnd(number);
  }

  /** Waits for the next state. */
  ConnectionState next() throws InterruptedException {
    ConnectionState state = states.poll(LIMIT, TimeUnit.SECONDS);
    if (state == null) {
      throw new AssertionError("no further state; the peer saw:\n" + peer.transcript());
    }
    return state;
  }

  private void hidesThePassword() {
    for (int number = 1; number <= connections; number++) {
      PeerConnection seen = peer.connection(number);
      if (seen.tls() == null) {
        assertThat(seen.text())
            .doesNotContain("<auth", PASSWORD, base64(PASSWORD), base64("\0juliet\0" + PASSWORD));
      }
    }
  }

  private static void assertNoSecretIn(XmppException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      assertThat(cause.toString()).doesNotContain(PASSWORD);
    }
    Where where = failure.where();
    assertThat(where == null ? "" : failure.getMessage()).contains(String.valueOf(where));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    XmppClient made = client;
    if (made != null) {
      made.shutdown();
    }
    peer.close();
  }
}
