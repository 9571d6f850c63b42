package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientResources;
import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.endpoint.Proxy;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.testkit.dns.Answer;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.net.SocksProxy;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificate;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.PublicKeyPin;
import im.linnet.tls.TlsPolicy;
import java.security.MessageDigest;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From the domain of an account to a session with a server that only the DNS vouches for. */
@Timeout(120)
class DaneTest {

  private static final String STARTTLS = "_xmpp-client._tcp." + DOMAIN;
  private static final String DIRECT = "_xmpps-client._tcp." + DOMAIN;
  private static final String HOST = "im.hosting.test";

  /** Not trusted by the client, and not for its domain. */
  private static final TestCertificate SERVER = TestCertificates.create().server("any.test");

  private static final SSLContext SHOWN = SERVER.serverContext();

  /** For its domain, of an authority that the client does not trust. */
  private static final TestCertificate GOOD_KEY = TestCertificates.create().server(DOMAIN);

  private static DnsServer.Builder dns() {
    return DnsServer.builder().signed().a(HOST, "127.0.0.1");
  }

  private static DnsServer.Builder withKey(DnsServer.Builder dns, int port, TestCertificate of)
      throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(of.certificate().getPublicKey().getEncoded());
    return dns.tlsa("_%d._tcp.%s".formatted(port, HOST), 3, 1, 1, hash);
  }

  private static void secureStream(Script script) {
    script
        .openStream(DOMAIN, Trial.STARTTLS)
        .expect("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
        .send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
        .startTls(SHOWN);
  }

  private static void login(Script script) {
    script.then(DaneTest::secureStream).signIn(DOMAIN, "PLAIN").bind(DOMAIN, Trial.ADDRESS);
  }

  private static void refusedHandshake(Script script) {
    script.then(DaneTest::secureStream);
  }

  private interface Case {
    void run(Trial trial, DnsServer dns) throws Exception;
  }

  /** A trial by this DNS, whose word on DNSSEC counts. */
  private static void trial(Trial trial, DnsServer.Builder records, Case test) throws Exception {
    try (DnsServer dns = records.start();
        ClientResources resources =
            ClientResources.create(1, Dns.of(dns.address()).trustDnssec())) {
      test.run(trial.lookingUp().with(builder -> builder.resources(resources)), dns);
    }
  }

  @Test
  void the_server_needs_no_authority_where_the_dns_has_its_key() throws Exception {
    try (Trial trial = Trial.of(DaneTest::login)) {
      int port = trial.peer().port();
      trial(
          trial,
          withKey(dns().srv(STARTTLS, 1, 0, port, HOST), port, SERVER),
          (client, dns) -> {
            assertThat(client.stream().endpoint()).isEqualTo(Endpoint.startTls(HOST, port));
            assertThat(client.connection(1).serverName()).isEqualTo(DOMAIN);
            client.peer().await();
          });
    }
  }

  @Test
  void so_it_is_with_direct_tls() throws Exception {
    try (Trial trial =
        Trial.of(s -> s.startTls(SHOWN).signIn(DOMAIN, "PLAIN").bind(DOMAIN, Trial.ADDRESS))) {
      int port = trial.peer().port();
      trial(
          trial,
          withKey(dns().srv(DIRECT, 1, 0, port, HOST), port, SERVER),
          (client, dns) -> assertThat(client.stream().endpoint().directTls()).isTrue());
    }
  }

  @Test
  void the_same_server_is_refused_where_the_dns_is_not_trusted() throws Exception {
    try (Trial trial = Trial.of(DaneTest::refusedHandshake)) {
      int port = trial.peer().port();
      try (DnsServer dns = withKey(dns().srv(STARTTLS, 1, 0, port, HOST), port, SERVER).start();
          ClientResources resources = ClientResources.create(1, Dns.of(dns.address()))) {
        trial.lookingUp().with(builder -> builder.resources(resources));
        assertThat(trial.failure(TransportException.class).reason())
            .isEqualTo(Reason.TLS_UNTRUSTED);
        assertThat(dns.queries()).noneMatch(query -> query.type().equals("TLSA"));
      }
    }
  }

  @Test
  void a_server_with_another_key_is_passed_over_though_authorities_vouch_for_it() throws Exception {
    TestCertificate other = TestCertificates.create().server(DOMAIN);
    try (ScriptedPeer wrong =
            ScriptedPeer.listen().withTls(Trial.GOOD).script(s -> s.secureStream(DOMAIN));
        Trial trial = Trial.of(DaneTest::login)) {
      int port = trial.peer().port();
      DnsServer.Builder records =
          dns().srv(STARTTLS, 1, 0, wrong.port(), HOST).srv(STARTTLS, 2, 0, port, HOST);
      trial(
          trial,
          withKey(withKey(records, wrong.port(), other), port, SERVER),
          (client, dns) ->
              assertThat(client.stream().endpoint()).isEqualTo(Endpoint.startTls(HOST, port)));
    }
  }

  @Test
  void a_server_whose_records_are_forged_is_not_connected_to() throws Exception {
    try (ScriptedPeer forged = ScriptedPeer.listen().withTls(Trial.GOOD);
        Trial trial = Trial.of(DaneTest::login)) {
      int port = trial.peer().port();
      DnsServer.Builder records =
          dns()
              .srv(STARTTLS, 1, 0, forged.port(), HOST)
              .srv(STARTTLS, 2, 0, port, HOST)
              .on("_%d._tcp.%s".formatted(forged.port(), HOST), "TLSA", Answer.Now.SERVFAIL);
      trial(
          trial,
          withKey(records, port, SERVER),
          (client, dns) -> {
            assertThat(client.stream().endpoint()).isEqualTo(Endpoint.startTls(HOST, port));
            assertThat(forged.transcript()).doesNotContain("[1]");
          });
    }
  }

  @Test
  void a_failure_says_what_the_dns_did() throws Exception {
    try (Trial trial = new Trial()) {
      int port = trial.peer().port();
      DnsServer.Builder records =
          dns()
              .srv(STARTTLS, 1, 0, port, HOST)
              .on("_%d._tcp.%s".formatted(port, HOST), "TLSA", Answer.Now.SERVFAIL);
      trial(
          trial,
          records,
          (client, dns) -> {
            TransportException failure = client.failure(TransportException.class);
            assertThat(failure.reason()).isEqualTo(Reason.UNRESOLVED);
            assertThat(failure).hasMessageContaining("TLSA").hasMessageContaining("SERVFAIL");
          });
    }
  }

  /** RFC 7673, section 4: otherwise who strips STARTTLS would undo it. */
  @Test
  void clear_text_is_refused_where_the_dns_has_a_key_though_it_is_allowed() throws Exception {
    TlsPolicy lax =
        TlsPolicy.builder().trust(Trial.AUTHORITY.trustAnchor()).insecurelyAllowClearText().build();
    Consumer<Script> stripped = s -> s.openStream(DOMAIN, Trial.PLAIN).expectClose().expectEnd();
    try (Trial trial = Trial.of(stripped).with(builder -> builder.tls(lax))) {
      int port = trial.peer().port();
      trial(
          trial,
          withKey(dns().srv(STARTTLS, 1, 0, port, HOST), port, SERVER),
          (client, dns) ->
              assertThat(client.failure(TransportException.class).reason())
                  .isEqualTo(Reason.TLS_NOT_OFFERED));
    }
  }

  /** Nothing that DNSSEC vouches for names that host, so the authorities decide. */
  @Test
  void a_redirect_does_not_lead_to_a_key_of_the_dns() throws Exception {
    try (ScriptedPeer target = ScriptedPeer.listen().script(DaneTest::refusedHandshake);
        Trial trial =
            Trial.of(
                s ->
                    s.then(DaneTest::secureStream)
                        .expectHeader()
                        .sendHeader(DOMAIN)
                        .send(Trial.seeOtherHost(HOST + ":" + target.port()))
                        .expectClose()
                        .expectEnd())) {
      int port = trial.peer().port();
      trial(
          trial,
          withKey(
              withKey(dns().srv(STARTTLS, 1, 0, port, HOST), port, SERVER), target.port(), SERVER),
          (client, dns) -> {
            TransportException failure = client.failure(TransportException.class);
            assertThat(failure.reason()).isEqualTo(Reason.TLS_UNTRUSTED);
            assertThat(dns.queries()).filteredOn(query -> query.type().equals("TLSA")).hasSize(1);
          });
    }
  }

  @Test
  void a_policy_that_decides_alone_asks_for_no_key() throws Exception {
    TlsPolicy alone =
        TlsPolicy.builder().trustKeys(PublicKeyPin.of(GOOD_KEY.certificate())).build();
    try (Trial trial =
        Trial.of(
                s ->
                    s.openStream(DOMAIN, Trial.STARTTLS)
                        .expect("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
                        .send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
                        .startTls(GOOD_KEY.serverContext())
                        .signIn(DOMAIN, "PLAIN")
                        .bind(DOMAIN, Trial.ADDRESS))
            .with(builder -> builder.tls(alone))) {
      int port = trial.peer().port();
      trial(
          trial,
          withKey(dns().srv(STARTTLS, 1, 0, port, HOST), port, SERVER),
          (client, dns) -> {
            client.stream();
            assertThat(dns.queries()).noneMatch(query -> query.type().equals("TLSA"));
          });
    }
  }

  @Test
  void a_proxy_that_looks_names_up_itself_is_not_preceded_by_questions() throws Exception {
    try (Trial trial = Trial.of(Trial::login);
        SocksProxy proxy = SocksProxy.to(trial.peer().port()).start()) {
      trial.with(builder -> builder.proxy(Proxy.socks5("127.0.0.1", proxy.address().getPort())));
      trial(
          trial,
          withKey(dns(), 5222, SERVER),
          (client, dns) -> {
            client.stream();
            assertThat(dns.queries()).isEmpty();
          });
    }
  }
}
