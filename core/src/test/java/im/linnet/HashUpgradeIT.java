package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.sasl.FastTokens;
import im.linnet.sasl.PasswordSasl;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.EjabberdServer.PasswordHash;
import im.linnet.testkit.server.RealServer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An ejabberd 24 that has stored a password by SHA-1 and asks for SHA-512 (XEP-0480). */
@Timeout(120)
class HashUpgradeIT {

  @RegisterExtension
  static final ServerExtension<RealServer> RUNNING =
      ServerExtension.of(
          EjabberdServer.modern()
              .user("a", ServerUser.password("a"))
              .passwordHash(PasswordHash.SHA_1)
              .module("mod_scram_upgrade", "{offered_upgrades: [sha512]}"));

  private static String mechanism(Sasl sasl) throws Exception {
    XmppClient client =
        new ServerUser(RUNNING.server(), "a")
            .builder(Endpoint.directTls("127.0.0.1", RUNNING.server().directTlsPort()))
            .fastTokens(FastTokens.none())
            .sasl(sasl)
            .build();
    try {
      BoundStream stream = client.connect().get(30, TimeUnit.SECONDS);
      assertThat(stream.signInProtocol()).isEqualTo("urn:xmpp:sasl:2");
      return stream.mechanism();
    } finally {
      client.shutdown().get(20, TimeUnit.SECONDS);
    }
  }

  /**
   * ejabberd keeps the new hash in place of the old one and goes on offering what it is configured
   * to, so it refuses the old hash from then on. That the hash is right can't be shown here: 24.12
   * stores it without the encoding that it reads it with.
   */
  @Test
  void stores_the_stronger_hash_once_the_user_allows_it() throws Exception {
    PasswordSasl password = Sasl.password(ServerUser.password("a"));
    assertThat(mechanism(password)).startsWith("SCRAM-SHA-1");
    assertThat(mechanism(password)).as("not upgraded unasked").startsWith("SCRAM-SHA-1");
    assertThat(mechanism(password.allowUpgrade())).startsWith("SCRAM-SHA-1");
    assertThatThrownBy(() -> mechanism(password))
        .cause()
        .isInstanceOfSatisfying(
            AuthenticationException.class,
            refused -> assertThat(refused.text()).isEqualTo("Incompatible SCRAM methods"));
  }
}
