package im.linnet.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of every real server; a subclass provides the settings. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RealServerContract {
  static final String USER = "juliet";
  static final String PASSWORD = "a \"secret\" \\ ü";

  @RegisterExtension final ServerExtension<RealServer> running;

  private RealServer server;
  private ServerSite site;

  RealServerContract(RealServer.Builder settings) {
    running =
        ServerExtension.of(
            settings
                .user(USER, PASSWORD)
                .component("other.localhost", "other0secret")
                .component("bots.localhost", "handshake0secret"));
  }

  /** The server, while it runs. */
  RealServer server() {
    return server;
  }

  @BeforeAll
  void site() {
    server = running.server();
    site =
        server instanceof ProsodyServer prosody ? prosody.site() : ((EjabberdServer) server).site();
  }

  @Test
  void offers_starttls_in_clear_text() throws IOException {
    try (RawStream stream = RawStream.plain(server.starttlsPort())) {
      stream.open(server.domain());
      assertThat(stream.readUntil("</stream:features>"))
          .contains("urn:ietf:params:xml:ns:xmpp-tls", "<required")
          .doesNotContain("PLAIN");
    }
  }

  @Test
  void shows_its_certificate_after_starttls() throws IOException {
    try (RawStream stream = RawStream.plain(server.starttlsPort())) {
      stream.open(server.domain());
      stream.readUntil("</stream:features>");
      stream.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
      assertThat(stream.readUntil(">")).contains("<proceed");
      stream.secure(server.authority().clientContext(), server.domain());
      stream.open(server.domain());
      assertThat(stream.readUntil("</stream:features>")).contains("SCRAM-SHA-256", "PLAIN");
    }
  }

  @Test
  void answers_direct_tls_with_a_certificate_of_its_authority() throws IOException {
    try (RawStream stream = direct(server.domain())) {
      stream.open(server.domain());
      assertThat(stream.readUntil("</stream:features>")).contains("SCRAM-SHA-256");
      assertThat(stream.peer().getIssuerX500Principal())
          .isEqualTo(server.authority().trustAnchor().getSubjectX500Principal());
    }
    assertThatThrownBy(
            () ->
                RawStream.tls(
                    TestCertificates.create().clientContext(), "localhost", server.directTlsPort()))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void writes_the_trust_anchor_to_a_file() throws IOException {
    assertThat(Files.readString(server.trustAnchorFile()))
        .isEqualTo(server.authority().trustAnchorPem());
  }

  @Test
  void lets_its_users_in_and_nobody_else() throws IOException {
    assertThat(login(USER, PASSWORD)).contains("<success");
    assertThat(login(USER, "another")).contains("<failure");
    assertThat(login("romeo", PASSWORD)).contains("<failure");
  }

  @Test
  void lets_in_everybody_at_the_anonymous_domain() throws IOException {
    try (RawStream stream = direct(server.anonymousDomain())) {
      stream.open(server.anonymousDomain());
      assertThat(stream.readUntil("</stream:features>")).contains("<mechanism>ANONYMOUS<");
      stream.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>");
      assertThat(stream.readUntil(">")).contains("<success");
    }
  }

  @Test
  void lets_in_many_users_added_at_once() throws IOException {
    server.addUsers(List.of("balthasar", "gregory", "sampson"), "thumb");
    for (String name : List.of("balthasar", "gregory", "sampson")) {
      assertThat(login(name, "thumb")).contains("<success");
    }
  }

  @Test
  void keeps_users_added_later_over_a_restart_and_a_crash() throws IOException {
    server.addUser("nurse", "angelica");
    List<Integer> ports = List.of(server.starttlsPort(), server.directTlsPort());
    assertThat(login("nurse", "angelica")).contains("<success");

    server.restart();
    assertThat(login("nurse", "angelica")).contains("<success");

    server.crash();
    assertThatThrownBy(() -> direct(server.domain())).isInstanceOf(ConnectException.class);
    server.restart();
    assertThat(login("nurse", "angelica")).contains("<success");
    assertThat(List.of(server.starttlsPort(), server.directTlsPort())).isEqualTo(ports);
  }

  @Test
  void stops_and_starts_again_with_nothing_running_in_between() throws IOException {
    List<ProcessHandle> processes = site.processes();
    assertThat(processes).isNotEmpty();

    server.stop();

    assertThat(Leftovers.of(site.folder())).isEmpty();
    assertThat(processes).noneMatch(Leftovers::runs);
    assertThatThrownBy(() -> direct(server.domain())).isInstanceOf(ConnectException.class);
    assertThat(site.folder()).isDirectory();
    server.restart();
    assertThat(Leftovers.of(site.folder())).isNotEmpty();
    direct(server.domain()).close();
  }

  @Test
  void lets_everybody_register_an_account_once() throws IOException {
    assertThat(register("rosaline")).contains("type='result'");
    assertThat(login("rosaline", "chaste")).contains("<success");
    assertThat(register("rosaline")).contains("type='error'", "<conflict");
    assertThat(register("helena")).contains("type='result'");
  }

  @Test
  void lets_a_component_in_that_sends_from_any_address() throws Exception {
    try (RawStream component = component("handshake0secret");
        RawStream stream = direct(server.domain())) {
      assertThat(component.readUntil(">")).isEqualTo("<handshake/>");
      stream.open(server.domain());
      stream.readUntil("</stream:features>");
      stream.plainLogin(USER, PASSWORD);
      stream.readUntil(">");
      stream.open(server.domain());
      stream.readUntil("</stream:features>");
      stream.send(
          "<iq type='set' id='1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"
              + "<presence/><message to='bots.localhost'><body>Hello</body></message>");
      assertThat(component.readUntil("</message>")).contains("from='" + USER + "@localhost");
      component.send(
          "<message from='echo@elsewhere.example' to='%s@localhost'><body>Hi</body></message>"
              .formatted(USER));
      assertThat(stream.readUntil("</message>")).contains("from='echo@elsewhere.example'");
    }
  }

  @Test
  void gives_a_component_nothing_of_another() throws Exception {
    try (RawStream component = component("handshake0secret")) {
      component.readUntil("<handshake/>");
      component.send(
          "<iq type='get' id='1' from='bots.localhost' to='other.localhost'><q xmlns='q'/></iq>");
      assertThat(component.readUntil("</iq>")).contains("type='error'");
    }
    assertThatThrownBy(() -> server.componentPort("nowhere.localhost"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refuses_a_component_with_another_secret() throws Exception {
    try (RawStream component = component("other")) {
      assertThat(component.readUntil("</stream:error>")).contains("<not-authorized");
    }
  }

  @Test
  void accepts_only_simple_secrets_of_components() {
    assertThatThrownBy(() -> ProsodyServer.builder().component("a.localhost", "\""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EjabberdServer.builder().component("a.localhost", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void says_its_name_and_version() {
    assertThat(server.version()).matches("[0-9]+\\.[0-9]+.*");
    assertThat(server.toString()).matches("(Prosody|ejabberd) .*").endsWith(" " + server.version());
  }

  @Test
  void keeps_its_last_log_lines() {
    assertThat(server.log()).isNotEmpty().hasSizeLessThanOrEqualTo(300);
  }

  /** For the subclass, with a server of its own, as this one is used by the other tests. */
  static void assertLeavesNothing(RealServer own, Path folder) {
    assertThat(folder).isDirectory();
    assertThat(Leftovers.of(folder)).isNotEmpty();

    own.close();
    own.close();

    assertThat(folder).doesNotExist();
    assertThat(Leftovers.of(folder)).isEmpty();
    assertThat(Leftovers.epmd()).isEmpty();
  }

  /** A stream that begins with TLS. */
  RawStream direct(String domain) throws IOException {
    return RawStream.tls(server.authority().clientContext(), domain, server.directTlsPort());
  }

  /** Signs a component in, up to the server's answer. */
  private RawStream component(String secret) throws IOException, GeneralSecurityException {
    RawStream stream = RawStream.plain(server.componentPort("bots.localhost"));
    String id = stream.openComponent("bots.localhost");
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    byte[] proof = sha1.digest((id + secret).getBytes(StandardCharsets.UTF_8));
    stream.send("<handshake>" + HexFormat.of().formatHex(proof) + "</handshake>");
    return stream;
  }

  private String register(String name) throws IOException {
    try (RawStream stream = direct(server.domain())) {
      stream.open(server.domain());
      assertThat(stream.readUntil("</stream:features>"))
          .contains("http://jabber.org/features/iq-register");
      stream.send(
          "<iq type='set' id='1'><query xmlns='jabber:iq:register'><username>%s</username>"
                  .formatted(name)
              + "<password>chaste</password></query></iq>");
      String answer = stream.readUntil(">");
      return answer.contains("type='result'") ? answer : answer + stream.readUntil("</error>");
    }
  }

  private String login(String name, String password) throws IOException {
    try (RawStream stream = direct(server.domain())) {
      stream.open(server.domain());
      stream.readUntil("</stream:features>");
      stream.plainLogin(name, password);
      return stream.readUntil(">");
    }
  }
}
