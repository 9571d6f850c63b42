package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.BIND;
import static im.linnet.negotiation.Trial.DOMAIN;
import static im.linnet.negotiation.Trial.PLAIN;
import static im.linnet.negotiation.Trial.STARTTLS;
import static im.linnet.negotiation.Trial.phase;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.Phase;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the stream gets its TLS, and everything that a hostile server or a third party may try. */
@Timeout(120)
class TlsNegotiationTest {

  private static final String REQUEST = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
  private static final String PROCEED = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

  private static @Nullable Endpoint endpoint(XmppException failure) {
    return Objects.requireNonNull(failure.where()).endpoint();
  }

  private static void clearText(Script script) {
    script.openStream(DOMAIN, STARTTLS).expect(REQUEST);
  }

  @Test
  @DisplayName("e.3: offered together with mechanisms, TLS comes first")
  void takes_starttls_before_the_mechanisms_beside_it() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.openStream(DOMAIN, STARTTLS + PLAIN)
                    .expect(REQUEST)
                    .send(PROCEED)
                    .startTls()
                    .signIn(DOMAIN, "PLAIN")
                    .bind(DOMAIN, Trial.ADDRESS))) {
      BoundStream stream = trial.stream();
      assertThat(stream.mechanism()).isEqualTo("PLAIN");
      assertThat(stream.tlsProtocol()).startsWith("TLSv1.");
      assertThat(trial.connection(1).serverName()).isEqualTo(DOMAIN);
    }
  }

  @ParameterizedTest(name = "T01, e.4, S12: instead of starttls [{0}]")
  @ValueSource(strings = {"", PLAIN, BIND, PLAIN + BIND})
  void sends_nothing_when_tls_is_not_offered(String features) throws Exception {
    try (Trial trial = Trial.of(s -> s.openStream(DOMAIN, features).expectClose().expectEnd())) {
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(Reason.TLS_NOT_OFFERED);
      assertThat(failure.retryable()).isTrue();
      assertThat(endpoint(failure)).isEqualTo(trial.endpoint());
    }
  }

  @Test
  @DisplayName("A02: clear text may be allowed, PLAIN still is not used in it")
  void does_not_use_plain_in_clear_text_even_where_that_is_allowed() throws Exception {
    TlsPolicy lax =
        TlsPolicy.builder().trust(Trial.AUTHORITY.trustAnchor()).insecurelyAllowClearText().build();
    try (Trial trial =
        Trial.of(s -> s.openStream(DOMAIN, PLAIN).expectClose().expectEnd())
            .with(builder -> builder.tls(lax))) {
      AuthenticationException failure = trial.failure(AuthenticationException.class);
      assertThat(failure.reason()).isEqualTo(AuthenticationException.Reason.NO_MECHANISM);
      assertThat(phase(failure)).isEqualTo(Phase.AUTHENTICATING);
    }
  }

  @Test
  @DisplayName("T03, e.5: a failure in answer to starttls")
  void gives_up_when_tls_is_refused() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.then(TlsNegotiationTest::clearText)
                    .send("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
                    .expectClose()
                    .expectEnd())) {
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(Reason.TLS_REFUSED);
      assertThat(phase(failure)).isEqualTo(Phase.SECURING);
    }
  }

  @Test
  @DisplayName("T04: silence instead of proceed")
  void does_not_wait_for_consent_for_ever() throws Exception {
    timesOut(s -> s.then(TlsNegotiationTest::clearText).expectClose().expectEnd());
  }

  @Test
  @DisplayName("T04, T33: silence instead of the handshake")
  void does_not_wait_for_the_handshake_for_ever() throws Exception {
    timesOut(s -> s.then(TlsNegotiationTest::clearText).send(PROCEED).silence());
  }

  private static void timesOut(Consumer<Script> script) throws Exception {
    Trial.patiently(
        limit -> {
          try (Trial trial = Trial.of(script).within(limit)) {
            TransportException failure = trial.failure(TransportException.class);
            assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
            assertThat(phase(failure)).isEqualTo(Phase.SECURING);
            assertThat(endpoint(failure)).isEqualTo(trial.endpoint());
          }
        });
  }

  @ParameterizedTest(name = "T05: [{0}] in the segment of proceed")
  @ValueSource(
      strings = {
        "\n",
        "<iq type='result' id='1'/>",
        "<stream:features><auth/></stream:features>",
        "<stream:stream xmlns='jabber:client'>",
        "</stream:stream>",
        "\u0016\u0003\u0003"
      })
  void takes_bytes_after_consent_for_an_injection(String injected) throws Exception {
    try (Trial trial =
        Trial.of(s -> s.then(TlsNegotiationTest::clearText).sendRaw(PROCEED + injected))) {
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(Reason.TLS_INJECTION);
      assertThat(phase(failure)).isEqualTo(Phase.SECURING);
      assertThat(trial.connection(1).tls()).isNull();
    }
  }

  @ParameterizedTest(name = "T05: [{0}] in the segment after proceed")
  @ValueSource(
      strings = {"<iq type='result' id='1'/>", "<stream:features><auth/></stream:features>"})
  void does_not_read_what_is_injected_before_the_handshake(String injected) throws Exception {
    try (Trial trial =
        Trial.of(s -> s.then(TlsNegotiationTest::clearText).send(PROCEED).sendRaw(injected))) {
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isIn(Reason.TLS_INJECTION, Reason.TLS_FAILED);
      assertThat(phase(failure)).isEqualTo(Phase.SECURING);
    }
  }

  @Test
  @DisplayName("T06: proceed comes byte by byte")
  void takes_consent_in_pieces() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.then(TlsNegotiationTest::clearText)
                    .chunked(1)
                    .sendRaw("<proceed  xmlns='urn:ietf:params:xml:ns:xmpp-tls' >\n </proceed>")
                    .startTls()
                    .signIn(DOMAIN, "PLAIN")
                    .bind(DOMAIN, Trial.ADDRESS))) {
      assertThat(trial.stream().tlsProtocol()).isNotNull();
    }
  }

  @Test
  @DisplayName("T08: mechanisms from before TLS are forgotten")
  void uses_only_what_is_offered_under_tls() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.openStream(DOMAIN, STARTTLS + PLAIN)
                    .expect(REQUEST)
                    .send(PROCEED)
                    .startTls()
                    .openStream(
                        DOMAIN,
                        "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                            + "<mechanism>X-OTHER</mechanism></mechanisms>")
                    .expectClose()
                    .expectEnd())) {
      AuthenticationException failure = trial.failure(AuthenticationException.class);
      assertThat(failure.reason()).isEqualTo(AuthenticationException.Reason.NO_MECHANISM);
      assertThat(trial.connection(1).text()).doesNotContain("<auth");
    }
  }

  @Test
  @DisplayName("T09: starttls offered once more under TLS")
  void ignores_starttls_under_tls() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.then(Trial.secured(STARTTLS + PLAIN))
                    .expectLike(
                        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'/>")
                    .send("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
                    .bind(DOMAIN, Trial.ADDRESS))) {
      assertThat(trial.stream().tlsProtocol()).isNotNull();
    }
  }

  @Test
  @DisplayName("T10: direct TLS without ALPN, and starttls offered inside")
  void takes_direct_tls() throws Exception {
    try (Trial trial =
        Trial.of(
                s ->
                    s.startTls()
                        .openStream(DOMAIN, STARTTLS + PLAIN)
                        .expectLike(
                            "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'/>")
                        .send("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
                        .bind(DOMAIN, Trial.ADDRESS))
            .directTls()) {
      trial.stream();
      assertThat(trial.connection(1).applicationProtocol()).isEmpty();
    }
  }

  @Test
  @DisplayName("T10: direct TLS with ALPN")
  void agrees_on_the_protocol_of_direct_tls() throws Exception {
    try (Trial trial =
        Trial.of(s -> s.startTls().signIn(DOMAIN, "PLAIN").bind(DOMAIN, Trial.ADDRESS))
            .directTls()) {
      trial.peer().tuneTls(tls -> tls.setApplicationProtocols(new String[] {"xmpp-client"}));
      trial.stream();
      assertThat(trial.connection(1).applicationProtocol()).isEqualTo("xmpp-client");
    }
  }

  @Test
  @DisplayName("T10: a port that speaks another protocol under TLS")
  void gives_up_where_another_protocol_is_spoken() throws Exception {
    AtomicBoolean first = new AtomicBoolean(true);
    try (Trial trial = Trial.of(Script::startTls).directTls().failingHandshake()) {
      trial
          .peer()
          .tuneTls(
              tls -> {
                if (first.getAndSet(false)) {
                  tls.setApplicationProtocols(new String[] {"h2"});
                }
              });
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(Reason.TLS_FAILED);
      assertThat(failure).hasMessageContaining("not for XMPP");
      assertThat(phase(failure)).isEqualTo(Phase.SECURING);
    }
  }

  @Test
  @DisplayName("T34, e.5: the server closes after proceed")
  void does_not_fall_back_when_the_handshake_is_cut() throws Exception {
    try (Trial trial = Trial.of(s -> s.then(TlsNegotiationTest::clearText).send(PROCEED).fin())) {
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(Reason.TLS_FAILED);
      assertThat(phase(failure)).isEqualTo(Phase.SECURING);
    }
  }

  @Tag("T13")
  @Test
  @DisplayName("e.6: an unknown authority")
  void refuses_an_unknown_authority() throws Exception {
    var stranger = TestCertificates.create().server(DOMAIN).serverContext();
    handshakeFails(stranger, Reason.TLS_UNTRUSTED);
  }

  @Tag("N12")
  @Test
  @DisplayName("e.6: the certificate of another host")
  void refuses_the_certificate_of_another() throws Exception {
    var other = Trial.AUTHORITY.server("gateway.example.test").serverContext();
    handshakeFails(other, Reason.TLS_IDENTITY);
  }

  private static void handshakeFails(SSLContext context, Reason reason) throws Exception {
    try (Trial trial =
        Trial.of(s -> s.then(TlsNegotiationTest::clearText).send(PROCEED).startTls(context))
            .failingHandshake()) {
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(reason);
      assertThat(phase(failure)).isEqualTo(Phase.SECURING);
    }
  }
}
