package im.linnet.spring.boot.starter;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.SavedStream;
import im.linnet.jid.Jid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What a user reads who has configured a client wrongly. */
@Timeout(300)
class SetupFailuresTest {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(SslAutoConfiguration.class, LinnetAutoConfiguration.class))
          .withPropertyValues(
              "linnet.account=juliet@example.com", "linnet.password=secret", "linnet.start=manual");

  @TempDir private Path folder;

  private static void says(
      AssertableApplicationContext context, String description, String action) {
    assertThat(context).hasFailed();
    Throwable failure = requireNonNull(context.getStartupFailure(), "failure");
    FailureAnalysis shown = requireNonNull(new ClientSetupAnalyzer().analyze(failure), "analysis");
    assertThat(shown.getDescription()).contains(description).doesNotContain("secret");
    assertThat(shown.getAction()).contains(action).doesNotContain("secret");
  }

  @Test
  void an_address_that_is_none() {
    application
        .withPropertyValues("linnet.account=@example.com")
        .run(context -> says(context, "linnet.account is no address", "juliet@example.com"));
  }

  @Test
  void an_account_that_is_missing() {
    application
        .withPropertyValues("linnet.clients.alerts.password=secret")
        .run(context -> says(context, "linnet.clients.alerts.account is not set", "Set it to"));
  }

  @Test
  void nothing_to_sign_in_with() {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(LinnetAutoConfiguration.class))
        .withPropertyValues("linnet.account=juliet@example.com")
        .run(
            context ->
                says(context, "linnet.account can't be built: sasl", "Set linnet.password, or"));
  }

  @Test
  void an_endpoint_that_is_none() {
    for (String endpoint :
        new String[] {
          "example.com:0", "user:secret@example.com:5222", "http://secret/", "a b", "host:1/secret"
        }) {
      application
          .withPropertyValues("linnet.endpoints=example.com:5222," + endpoint)
          .run(context -> says(context, "linnet.endpoints[1] is not an endpoint", "tls://host"));
    }
  }

  @Test
  void an_ssl_bundle_that_is_not_there_or_has_what_can_t_be_set() {
    application
        .withPropertyValues("linnet.ssl.bundle=other")
        .run(context -> says(context, "linnet.ssl.bundle: the bundle other", "spring.ssl.bundle"));
    application
        .withPropertyValues(
            "linnet.ssl.bundle=other", "spring.ssl.bundle.pem.other.options.ciphers=A")
        .run(context -> says(context, "sets cipher suites or protocols", "spring.ssl.bundle"));
  }

  @Test
  void a_file_without_a_folder() {
    application
        .withPropertyValues("linnet.suspend-file=" + folder.resolve("none/stream"))
        .run(context -> says(context, "linnet.suspend-file: ", "Create the folder"));
  }

  @Test
  void a_file_that_others_may_have_read_or_that_is_something_else() throws IOException {
    Path file = Files.writeString(folder.resolve("stream"), "<no stream/>");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    ApplicationContextRunner suspended =
        application.withPropertyValues("linnet.suspend-file=" + file);
    suspended.run(context -> says(context, "others may have read it", "delete it"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    suspended.run(context -> says(context, "can't be used", "delete it"));
    assertThat(file).exists();
  }

  @Test
  void a_file_of_another_account() throws IOException {
    Path file = folder.resolve("stream");
    new SuspendFile("it", file)
        .write(SavedStream.builder(Jid.of("nurse@example.com/a"), "some-id", Instant.MAX).build());
    application
        .withPropertyValues("linnet.suspend-file=" + file)
        .run(context -> says(context, "of nurse@example.com", "for each account"));
    assertThat(file).exists();
  }
}
