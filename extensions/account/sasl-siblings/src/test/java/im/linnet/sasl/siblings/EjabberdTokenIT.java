package im.linnet.sasl.siblings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** X-OAUTH2 with tokens that ejabberd 24 itself has issued. */
@Timeout(120)
class EjabberdTokenIT {

  @RegisterExtension
  static final ServerExtension<RealServer> RUNNING =
      ServerExtension.of(EjabberdServer.modern().user("juliet", "secret"));

  /** ejabberd takes the local part for the name of the user. */
  private static XmppClient client(String token) {
    RealServer server = RUNNING.server();
    return XmppClient.builder("juliet@" + server.domain())
        .sasl(Sasl.of(GoogleOauth2.token(token).withUser("juliet")))
        .endpoint(Endpoint.directTls("127.0.0.1", server.directTlsPort()))
        .tls(TlsPolicy.builder().trust(server.authority().trustAnchor()).build())
        .build();
  }

  @Test
  void signs_in_by_a_token_of_the_server() throws Exception {
    XmppClient client = client(((EjabberdServer) RUNNING.server()).issueToken("juliet"));
    try {
      BoundStream stream = client.connect().get(30, TimeUnit.SECONDS);
      assertThat(stream.mechanism()).isEqualTo("X-OAUTH2");
      assertThat(stream.jid().bare()).hasToString("juliet@localhost");
    } finally {
      client.shutdown().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void is_refused_with_another_token() throws Exception {
    XmppClient client = client("forged");
    try {
      assertThatThrownBy(() -> client.connect().get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              AuthenticationException.class,
              refused -> {
                assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
                assertThat(refused.condition()).isEqualTo("not-authorized");
                assertThat(refused.text()).isEqualTo("Invalid token");
                assertThat(refused).asString().doesNotContain("forged");
              });
    } finally {
      client.shutdown().get(20, TimeUnit.SECONDS);
    }
  }
}
