package im.linnet.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    running = ServerExtension.of(settings.user(USER, PASSWORD));
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

  private RawStream direct(String domain) throws IOException {
    return RawStream.tls(server.authority().clientContext(), domain, server.directTlsPort());
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
