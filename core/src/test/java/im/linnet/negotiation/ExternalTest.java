package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.ADDRESS;
import static im.linnet.negotiation.Trial.AUTHORITY;
import static im.linnet.negotiation.Trial.DOMAIN;
import static im.linnet.negotiation.Trial.STARTTLS;
import static im.linnet.negotiation.Trial.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientBuilder;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.failure.AuthenticationException;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.tls.TestCertificate;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** EXTERNAL (XEP-0178) among other mechanisms, with and without a certificate to rest on. */
@Timeout(120)
class ExternalTest {

  private static final String BOTH =
      "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>EXTERNAL</mechanism>"
          + "<mechanism>PLAIN</mechanism></mechanisms>";

  private static final TestCertificates USERS = TestCertificates.create();
  private static final SSLContext SERVER = AUTHORITY.server(DOMAIN).serverContext(USERS);

  @TempDir private Path folder;

  private static void login(Script script, String mechanism) {
    script
        .openStream(DOMAIN, STARTTLS)
        .expect("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
        .send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
        .startTls(SERVER)
        .openStream(DOMAIN, BOTH)
        .expectLike(
            "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='" + mechanism + "'/>")
        .send(SUCCESS)
        .bind(DOMAIN, ADDRESS);
  }

  private static void external(Script script) {
    login(script, "EXTERNAL");
  }

  private static Trial trial(String mechanism, boolean asks) {
    Trial trial = Trial.of(s -> login(s, mechanism)).with(b -> b.sasl(either()));
    trial.peer().tuneTls((SSLParameters tls) -> tls.setWantClientAuth(asks));
    return trial;
  }

  private static Sasl either() {
    return Sasl.external().or(Sasl.password(Trial.PASSWORD).allowPlain());
  }

  private UnaryOperator<ClientBuilder> certified() throws Exception {
    TestCertificate user = USERS.client(Trial.ACCOUNT);
    Path chain = folder.resolve("chain.pem");
    Path key = folder.resolve("key.pem");
    user.writePem(chain, key);
    TlsPolicy policy =
        TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).clientCertificate(chain, key).build();
    return builder -> builder.tls(policy);
  }

  @Test
  void signs_in_by_the_password_where_there_is_no_certificate() throws Exception {
    for (boolean asks : new boolean[] {true, false}) {
      try (Trial trial = trial("PLAIN", asks)) {
        assertThat(trial.stream().mechanism()).isEqualTo("PLAIN");
      }
    }
  }

  @Test
  void signs_in_by_the_password_where_the_server_did_not_ask_for_the_certificate()
      throws Exception {
    try (Trial trial = trial("PLAIN", false).with(certified())) {
      assertThat(trial.stream().mechanism()).isEqualTo("PLAIN");
    }
  }

  /** The second time TLS goes on from the first, and shows no certificate again. */
  @Test
  void signs_in_by_the_certificate_that_was_shown() throws Exception {
    try (Trial trial =
        Trial.of(s -> s.then(ExternalTest::external).awaitCue("end").fin())
            .and(ExternalTest::external)
            .with(certified())
            .with(builder -> builder.sasl(either()))) {
      trial.peer().tuneTls((SSLParameters tls) -> tls.setWantClientAuth(true));
      assertThat(trial.stream().mechanism()).isEqualTo("EXTERNAL");
      trial.peer().cue("end");
      assertThat(trial.next()).isInstanceOf(Disconnected.class);
      assertThat(trial.stream().mechanism()).isEqualTo("EXTERNAL");
    }
  }

  @Test
  void says_what_is_missing_where_there_is_nothing_else() throws Exception {
    try (Trial trial = trial("EXTERNAL", true).with(b -> b.sasl(Sasl.external()))) {
      assertThat(Trial.outcome(trial.client().connect()))
          .isInstanceOf(AuthenticationException.class)
          .hasMessageContaining("TlsPolicy.Builder.clientCertificate");
    }
  }
}
