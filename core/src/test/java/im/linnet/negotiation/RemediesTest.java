package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.ACCOUNT;
import static im.linnet.negotiation.Trial.ADDRESS;
import static im.linnet.negotiation.Trial.AUTHORITY;
import static im.linnet.negotiation.Trial.DOMAIN;
import static im.linnet.negotiation.Trial.GOOD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Presence;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.tls.TlsPolicy;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client's messages advise, done as they say it: it must help. */
@Timeout(120)
class RemediesTest {

  private static final Duration LONG = Duration.ofSeconds(25);
  private static final String BEARER =
      "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
          + "<mechanism>OAUTHBEARER</mechanism></mechanisms>";

  private final ScriptedPeer peer = ScriptedPeer.listen().withTls(GOOD);

  @AfterEach
  void close() {
    peer.close();
  }

  private ClientBuilder builder() {
    return XmppClient.builder(ADDRESS)
        .sasl(Sasl.password("secret").allowPlain())
        .endpoint(Endpoint.startTls("127.0.0.1", peer.port()))
        .tls(TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build());
  }

  private void login() {
    peer.script(script -> script.then(Trial::login).silence());
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static void connects(XmppClient client) throws Exception {
    assertThat(await(client.connect()).jid()).hasToString(ADDRESS);
  }

  /** The password goes to nobody that is not verified, and to anybody only by name. */
  @Test
  void a_server_is_verified_or_gets_no_password() throws Exception {
    String features =
        "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
            + "<mechanism>PLAIN</mechanism></mechanisms>";
    peer.script(
        script -> script.secureStream(DOMAIN).openStream(DOMAIN, features).expectClose().close());
    TlsPolicy anyone = TlsPolicy.builder().insecurelyTrustAnyone().build();
    try (XmppClient client = builder().tls(anyone).build()) {
      Throwable failure = Trial.outcome(client.connect());
      assertThat(failure).isInstanceOf(AuthenticationException.class);
      assertThat(((AuthenticationException) failure).reason()).isEqualTo(Reason.NO_MECHANISM);
      assertThat(((XmppException) failure).words())
          .contains("TlsPolicy.Builder.trust instead of insecurelyTrustAnyone");
    }
    peer.await();
    assertThat(peer.connection(1).text()).doesNotContain("<auth");
    login();
    try (XmppClient client = builder().build()) {
      connects(client);
    }
    login();
    TlsPolicy secrets = TlsPolicy.builder().insecurelySendSecretsToAnyone().build();
    try (XmppClient client = builder().tls(secrets).build()) {
      connects(client);
    }
  }

  @Test
  void a_client_sends_once_it_is_connected() throws Exception {
    login();
    try (XmppClient client = builder().build()) {
      assertThat(Trial.outcome(client.send(Presence.available())))
          .hasMessageContaining("call connect() first and await it");
      connects(client);
      await(client.send(Presence.available()));
    }
  }

  @Test
  void a_new_client_is_used_where_the_old_one_is_closed() throws Exception {
    XmppClient closed = builder().build();
    await(closed.shutdown());
    assertThat(Trial.outcome(closed.send(Presence.available())))
        .hasMessageContaining("use a new one");
    login();
    try (XmppClient client = builder().build()) {
      connects(client);
    }
  }

  @Test
  void new_resources_are_used_where_the_old_ones_are_shut_down() throws Exception {
    ClientResources resources = ClientResources.create(1, Dns.system());
    XmppClient stopped = builder().resources(resources).build();
    resources.close();
    assertThat(Trial.outcome(stopped.connect())).hasMessageContaining("use a new client");
    login();
    try (XmppClient client = builder().build()) {
      connects(client);
    }
  }

  @Test
  void mechanisms_are_given_to_the_builder() {
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> XmppClient.builder(ACCOUNT).build())
        .withMessageContaining(".sasl(Sasl.password(..))");
    XmppClient.builder(ACCOUNT).sasl(Sasl.password("secret")).build().close();
  }

  /** Does nothing. */
  static final class Idle implements Extension {

    Idle(XmppClient client) {
      assertThat(client).isNotNull();
    }
  }

  @Test
  void an_extension_is_got_once_the_client_is_built_with_it() {
    try (XmppClient without = builder().build()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> without.get(Idle.class))
          .withMessageContaining("add .with(Idle::new) to its builder");
    }
    try (XmppClient with = builder().with(Idle::new).build()) {
      assertThat(with.get(Idle.class)).isNotNull();
    }
  }

  /** The time is up while a token is awaited, which comes when the test says so. */
  @Test
  void more_time_to_connect_is_time_for_work_on_this_side() throws Exception {
    Trial.patiently(this::moreTimeHelps);
  }

  private void moreTimeHelps(Duration few) throws Exception {
    CompletableFuture<String> token = new CompletableFuture<>();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    Sasl sasl =
        Sasl.token(
            () -> {
              asked.complete(null);
              return token;
            });
    peer.script(s -> s.secureStream(DOMAIN).signIn(DOMAIN, "OAUTHBEARER").bind(DOMAIN, ADDRESS));
    try (XmppClient patient = builder().sasl(sasl).connectLimits(LONG, LONG).build()) {
      CompletableFuture<BoundStream> connected = patient.connect();
      await(asked);
      peer.script(s -> s.secureStream(DOMAIN).openStream(DOMAIN, BEARER).silence());
      try (XmppClient hasty = builder().sasl(sasl).connectLimits(few, LONG).build()) {
        assertThat(((XmppException) Trial.outcome(hasty.connect())).words())
            .contains("This side still worked", "see ClientBuilder.connectLimits");
      }
      assertThat(connected).isNotDone();
      token.complete("a-token");
      assertThat(await(connected).jid()).hasToString(ADDRESS);
    }
  }

  @Test
  void a_password_that_is_corrected_signs_in() throws Exception {
    AtomicReference<String> password = new AtomicReference<>("wrong");
    peer.script(
        s ->
            s.secureStream(DOMAIN)
                .openStream(DOMAIN, Trial.PLAIN)
                .expectLike(Trial.AUTH)
                .send(
                    "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>")
                .close());
    Sasl sasl = Sasl.password(() -> String.valueOf(password.get()).toCharArray()).allowPlain();
    try (XmppClient client = builder().sasl(sasl).build()) {
      assertThat(Trial.outcome(client.connect()))
          .isInstanceOf(AuthenticationException.class)
          .hasMessageContaining("correct it, then call connect()");
      password.set("secret");
      login();
      connects(client);
    }
    assertThat(peer.connection(2).text())
        .contains(Base64.getEncoder().encodeToString("\0juliet\0secret".getBytes(UTF_8)));
  }
}
