package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.registration.Registration;
import im.linnet.registration.RegistrationForm;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Presence;
import im.linnet.testkit.small.SmallServer;
import im.linnet.tls.TlsPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in for a gateway, attached to a server that is there already. */
@Timeout(240)
class AttachedGatewayIT {

  private static final String DOMAIN = "msn.localhost";

  @AutoClose
  private final SmallServer server =
      SmallServer.builder().user("juliet", "R0m30").component(DOMAIN, "right").start();

  @TempDir private Path folder;

  @Test
  void serves_users_until_it_is_interrupted() throws Exception {
    try (JavaProcess gateway = attach("right")) {
      gateway.await(line -> line.equals("Attached as " + DOMAIN));
      register();
      gateway.await(
          line ->
              line.endsWith(
                  "Registered[user=juliet@localhost, username=juliet@hotmail.com, change=false]"));
      gateway.await(line -> line.contains("SignedOn[user=juliet@localhost, resource="));
      gateway.assertEnds(gateway.interrupt());
      assertThat(gateway.output()).noneMatch(line -> line.contains("R0m30"));
    }
  }

  /** Registers and signs on. */
  private void register() throws Exception {
    try (XmppClient client =
        XmppClient.builder("juliet@localhost")
            .sasl(Sasl.password("R0m30"))
            .endpoint(Endpoint.startTls("127.0.0.1", server.starttlsPort()))
            .tls(TlsPolicy.builder().trust(server.trustAnchor()).build())
            .with(Registration::new)
            .build()) {
      client.connect().get(60, TimeUnit.SECONDS);
      Registration registration = client.get(Registration.class);
      RegistrationForm form = registration.form(Jid.of(DOMAIN)).get(60, TimeUnit.SECONDS);
      registration
          .register(
              form,
              form.answer().set("username", "juliet@hotmail.com").set("password", "R0m30").build())
          .get(60, TimeUnit.SECONDS);
      client.send(Presence.builder(Presence.Type.AVAILABLE).to(Jid.of(DOMAIN)).build());
      client.shutdown().get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void has_the_faults_that_were_asked_for() throws Exception {
    try (JavaProcess gateway = attach("right", "--faults", "pushes-twice,login-fails")) {
      gateway.await(line -> line.equals("Attached as " + DOMAIN));
      register();
      gateway.await(line -> line.endsWith("SignOnRefused[user=juliet@localhost, registered=true]"));
    }
  }

  @Test
  void a_wrong_secret_gives_one_sentence_and_exit_code_1() throws Exception {
    try (JavaProcess gateway = attach("wrong")) {
      gateway.assertEnds(1);
      assertThat(gateway.output())
          .singleElement()
          .asString()
          .startsWith("gateway msn.localhost at 127.0.0.1:")
          .contains("not-authorized (check the secret)");
    }
  }

  @Test
  void the_end_of_the_server_ends_it_with_one_sentence() throws Exception {
    try (JavaProcess gateway = attach("right")) {
      gateway.await(line -> line.equals("Attached as " + DOMAIN));
      server.cutComponents();
      gateway.assertEnds(1);
      assertThat(gateway.output()).hasSize(2).noneMatch(line -> line.startsWith("\tat "));
    }
  }

  private JavaProcess attach(String secret, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), secret + "\n");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--domain", DOMAIN, "--secret-file", file.toString()));
    arguments.addAll(List.of("--port", Integer.toString(server.componentPort())));
    arguments.addAll(List.of(options));
    return JavaProcess.sample("AttachedGateway", arguments.toArray(String[]::new));
  }
}
