package im.linnet.component;

import static im.linnet.component.ComponentScript.HANDSHAKE;
import static im.linnet.component.ComponentScript.HEADER;
import static im.linnet.component.ComponentScript.HOST;
import static im.linnet.component.ComponentScript.OPENING;
import static im.linnet.component.ComponentScript.PROOF;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.ConnectionState.Waiting;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.test.Failures;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a component signs in, why it is refused, and when it tries again. */
@Timeout(120)
class ComponentSignInTest {

  private static final ReconnectPolicy AT_ONCE =
      ReconnectPolicy.standard()
          .between(Duration.ofMillis(1), Duration.ofMillis(5))
          .retryingFirst();

  @AutoClose private final ScriptedPeer peer = ScriptedPeer.listen();

  private static BlockingQueue<ConnectionState> states(XmppClient component) {
    BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
    component.onState(states::add);
    return states;
  }

  private static <T extends ConnectionState> T next(
      BlockingQueue<ConnectionState> states, Class<T> type) throws Exception {
    ConnectionState state = null;
    while (!type.isInstance(state)) {
      state = requireNonNull(states.poll(30, TimeUnit.SECONDS), "no further state");
    }
    return type.cast(state);
  }

  private static BoundStream await(CompletableFuture<BoundStream> connecting) throws Exception {
    return connecting.get(30, TimeUnit.SECONDS);
  }

  @Test
  void a_wrong_secret_is_tried_once() throws Exception {
    peer.script(
        s ->
            s.then(ComponentScript::opened)
                .then(end -> ComponentScript.ends(end, "not-authorized")));
    try (XmppClient component = ComponentScript.builder(peer).reconnect(AT_ONCE).build()) {
      BlockingQueue<ConnectionState> states = states(component);
      AuthenticationException failure =
          Failures.of(component.connect(), AuthenticationException.class);
      assertThat(failure.reason()).isEqualTo(AuthenticationException.Reason.REFUSED);
      assertThat(failure.retryable()).isFalse();
      assertThat(failure)
          .hasMessageContaining("secret of the component bots.localhost")
          .hasMessageContaining("127.0.0.1:" + peer.port());
      assertThat(next(states, Disconnected.class).cause()).isSameAs(failure);
      assertThat(component.state()).isInstanceOf(Disconnected.class);
    }
    peer.await();
  }

  /** Also when it was right before: the configuration has changed. */
  @Test
  void a_secret_that_has_become_wrong_is_tried_once() throws Exception {
    peer.script(s -> s.then(ComponentScript::accepted).close())
        .script(
            s ->
                s.then(ComponentScript::opened)
                    .then(end -> ComponentScript.ends(end, "not-authorized")));
    try (XmppClient component = ComponentScript.builder(peer).reconnect(AT_ONCE).build()) {
      BlockingQueue<ConnectionState> states = states(component);
      await(component.connect());
      assertThat(next(states, Disconnected.class).cause())
          .isInstanceOf(AuthenticationException.class);
    }
    peer.await();
  }

  /** Prosody 0.12 to the byte; the stream id is empty. */
  @Test
  void an_unknown_component_shows_nothing_of_its_secret() throws Exception {
    peer.chunked(20)
        .script(
            s ->
                s.expectHeader("to='bots.localhost'")
                    .sendRaw(
                        "<?xml version='1.0'?><stream:stream"
                            + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0' id=''"
                            + " xmlns='jabber:component:accept'><stream:error><host-unknown"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/><text"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'>bots.localhost does not"
                            + " match any configured external components</text></stream:error>"
                            + "</stream:stream>")
                    .expectClose()
                    .close());
    try (XmppClient component = ComponentScript.builder(peer).reconnect(AT_ONCE).build()) {
      StreamException failure = Failures.of(component.connect(), StreamException.class);
      assertThat(failure.error().condition()).isEqualTo(Condition.HOST_UNKNOWN);
      assertThat(failure.retryable()).isFalse();
      assertThat(failure)
          .hasMessageContaining("no component bots.localhost")
          .hasMessageContaining("does not match any configured");
    }
    peer.await();
    assertThat(peer.connection(1).text()).isEqualTo(OPENING + "</stream:stream>");
  }

  @Test
  void nothing_is_shown_to_a_server_that_gives_no_id() throws Exception {
    peer.script(
        s ->
            s.expectHeader()
                .sendRaw(HEADER.replace("id='3BF96D32'", ""))
                .expectLike(
                    "<stream:error><bad-format"
                        + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>")
                .expectClose()
                .close());
    try (XmppClient component = ComponentScript.builder(peer).build()) {
      StreamException failure = Failures.of(component.connect(), StreamException.class);
      assertThat(failure.error().condition()).isEqualTo(Condition.BAD_FORMAT);
    }
    peer.await();
    assertThat(peer.connection(1).text()).doesNotContain("handshake");
  }

  /** A server that believes in an earlier connection of this program finds out that it is dead. */
  @Test
  void a_conflict_is_tried_again() throws Exception {
    peer.script(
            s -> s.then(ComponentScript::opened).then(end -> ComponentScript.ends(end, "conflict")))
        .script(s -> s.then(ComponentScript::accepted).expectClose().close());
    try (XmppClient component = ComponentScript.builder(peer).reconnect(AT_ONCE).build()) {
      BlockingQueue<ConnectionState> states = states(component);
      StreamException failure = Failures.of(component.connect(), StreamException.class);
      assertThat(failure.error().condition()).isEqualTo(Condition.CONFLICT);
      assertThat(failure).hasMessageContaining("Another connection serves the component");
      assertThat(next(states, Waiting.class).cause()).isSameAs(failure);
      assertThat(next(states, Connected.class).stream().jid()).isEqualTo(Jid.of(HOST));
    }
  }

  /** Prosody with component_conflict_resolve = "kick_old": two programs must not take turns. */
  @Test
  void a_conflict_that_ends_a_session_is_final() throws Exception {
    peer.script(
        s -> s.then(ComponentScript::accepted).then(end -> ComponentScript.ends(end, "conflict")));
    try (XmppClient component = ComponentScript.builder(peer).reconnect(AT_ONCE).build()) {
      BlockingQueue<ConnectionState> states = states(component);
      await(component.connect());
      XmppException why = requireNonNull(next(states, Disconnected.class).cause());
      assertThat(why.retryable()).isFalse();
    }
    peer.await();
  }

  @Test
  void connects_again_whenever_the_server_leaves() throws Exception {
    peer.script(s -> s.then(ComponentScript::accepted).close())
        .script(s -> s.then(ComponentScript::accepted).reset())
        .script(
            s ->
                s.then(ComponentScript::accepted)
                    .then(end -> ComponentScript.ends(end, "system-shutdown")))
        .script(s -> s.reset())
        .script(s -> s.then(ComponentScript::accepted).expectClose().close());
    try (XmppClient component = ComponentScript.builder(peer).reconnect(AT_ONCE).build()) {
      BlockingQueue<ConnectionState> states = states(component);
      await(component.connect());
      for (int i = 0; i < 4; i++) {
        next(states, Connected.class);
      }
      component.shutdown().get(30, TimeUnit.SECONDS);
    }
    peer.await();
    assertThat(peer.connection(5).text()).isEqualTo(OPENING + HANDSHAKE + "</stream:stream>");
  }

  /** Prosody's and ejabberd's ports for clients. */
  @ParameterizedTest
  @ValueSource(strings = {"host-unknown", "invalid-namespace"})
  void the_port_for_clients_is_the_wrong_one(String condition) throws Exception {
    peer.script(
        s ->
            s.expectHeader()
                .sendRaw(HEADER.replace("jabber:component:accept", "jabber:client"))
                .then(end -> ComponentScript.ends(end, condition)));
    try (XmppClient component = ComponentScript.builder(peer).build()) {
      StreamException failure = Failures.of(component.connect(), StreamException.class);
      assertThat(failure.error().condition()).isEqualTo(Condition.INVALID_NAMESPACE);
      assertThat(failure)
          .hasMessageContaining("not jabber:component:accept")
          .hasMessageContaining("port");
    }
  }

  @Test
  void nothing_is_shown_to_another_endpoint_in_clear_text() throws Exception {
    peer.script(s -> s.expectHeader().sendRaw(HEADER).expectClose().close());
    try (XmppClient component =
        Component.overTls(HOST, "secret", "localhost", 1)
            .tls(TlsPolicy.builder().insecurelyAllowClearText().build())
            .endpoint(Endpoint.startTls("localhost", peer.port()))
            .build()) {
      TransportException failure = Failures.of(component.connect(), TransportException.class);
      assertThat(failure).hasMessageContaining("in clear text");
    }
    peer.await();
    assertThat(peer.connection(1).text()).doesNotContain("handshake");
  }

  @Test
  void an_untrusted_network_needs_the_users_word() throws Exception {
    peer.script(s -> s.then(ComponentScript::accepted).expectClose().close());
    try (XmppClient component =
        Component.insecurelyInClearText(HOST, "secret", "localhost", peer.port()).build()) {
      assertThat(await(component.connect()).tlsProtocol()).isNull();
      component.shutdown().get(30, TimeUnit.SECONDS);
    }
    peer.await();
  }

  /** The server's certificate is usually for its own name, not for its components'. */
  @ParameterizedTest
  @ValueSource(strings = {"localhost", HOST})
  void tls_from_the_first_byte_needs_a_certificate_of_the_host_or_the_component(String name)
      throws Exception {
    TestCertificates authority = TestCertificates.create();
    peer.withTls(authority.server(name).serverContext())
        .script(s -> s.startTls().then(ComponentScript::accepted).expectClose().close());
    try (XmppClient component =
        Component.overTls(HOST, "secret", "localhost", peer.port())
            .tls(TlsPolicy.builder().trust(authority.trustAnchor()).alsoAccept("localhost").build())
            .build()) {
      assertThat(await(component.connect()).tlsProtocol()).isNotNull();
      component.shutdown().get(30, TimeUnit.SECONDS);
    }
    peer.await();
  }

  @Test
  void an_unknown_authority_gets_nothing() throws Exception {
    TestCertificates authority = TestCertificates.create();
    peer.withTls(authority.server("localhost").serverContext()).script(s -> s.startTls());
    try (XmppClient component =
        Component.overTls(HOST, "secret", "localhost", peer.port()).build()) {
      assertThat(Failures.of(component.connect(), TransportException.class).reason())
          .isEqualTo(Reason.TLS_UNTRUSTED);
    }
  }

  @Tag("A26")
  @Test
  void neither_traces_nor_failures_nor_descriptions_show_the_secret() throws Exception {
    String secret = "very-secret";
    peer.script(
        s ->
            s.expectHeader()
                .sendRaw(HEADER)
                .expectLike("<handshake xmlns='jabber:component:accept'/>")
                .then(end -> ComponentScript.ends(end, "not-authorized")));
    Queue<String> said = new ConcurrentLinkedQueue<>();
    try (XmppClient component =
        Component.builder(HOST, secret, peer.port())
            .onWire(event -> said.add(event.xml()))
            .onProgress(where -> said.add(where.toString()))
            .build()) {
      component.onState(state -> said.add(state.toString()));
      Throwable failure = Failures.of(component.connect(), AuthenticationException.class);
      said.add(failure.toString());
      said.add(component.toString());
    }
    assertThat(said).noneMatch(each -> each.contains(secret) || each.contains(PROOF));
    assertThat(said.toString()).contains("<handshake");
  }

  @Test
  void a_component_is_a_domain_with_a_secret() {
    assertThatThrownBy(() -> Component.builder("a@b.example", "secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a@b.example");
    assertThatThrownBy(() -> Component.builder("b.example/c", "secret"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Component.builder("b.example", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("secret");
    assertThatThrownBy(() -> Component.builder("b.example", "secret", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
