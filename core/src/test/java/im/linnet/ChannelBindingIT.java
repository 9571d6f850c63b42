package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.internal.steps.Sasl2Authentication;
import im.linnet.sasl.FastTokens;
import im.linnet.sasl.PasswordSasl;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.KeyingMaterialExporter;
import im.linnet.tls.TlsPolicy;
import io.netty.handler.ssl.OpenSsl;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sign-ins bound to the TLS connection, on servers that list their types (XEP-0440) and prove what
 * they offer (XEP-0474).
 */
@Timeout(120)
class ChannelBindingIT {

  @Nested
  class Prosody extends Against {
    Prosody() {
      super(ProsodyServer.modern());
    }
  }

  @Nested
  class Ejabberd extends Against {
    Ejabberd() {
      super(EjabberdServer.modern());
    }
  }

  /** How the client signs in. */
  enum Profile {
    SASL,
    SASL2
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {

    @RegisterExtension final ServerExtension<RealServer> running;

    Against(RealServer.Builder settings) {
      running = ServerUser.serverWith(settings, "a");
    }

    private static PasswordSasl password() {
      return Sasl.password(ServerUser.password("a")).requireDowngradeProtection();
    }

    private ClientBuilder client(Profile profile, Sasl sasl, TlsPolicy tls) {
      return new ServerUser(running.server(), "a")
          .builder(Endpoint.directTls("127.0.0.1", running.server().directTlsPort()))
          .sasl(sasl)
          .tls(tls)
          .steps(
              steps -> {
                steps.removeIf(
                    step -> profile == Profile.SASL && step instanceof Sasl2Authentication);
                return steps;
              });
    }

    private TlsPolicy platform() {
      return new ServerUser(running.server(), "a").trusting();
    }

    private TlsPolicy conscrypt(KeyingMaterialExporter exporter) {
      assumeThat(Conscrypt.isAvailable()).as("Conscrypt runs on this platform").isTrue();
      return platform().toBuilder().provider(Conscrypt.newProvider(), exporter).build();
    }

    private static KeyingMaterialExporter exporter() {
      return (engine, label, length) -> Conscrypt.exportKeyingMaterial(engine, label, null, length);
    }

    private static BoundStream signedIn(ClientBuilder builder) throws Exception {
      XmppClient client = builder.build();
      try {
        return client.connect().get(30, TimeUnit.SECONDS);
      } finally {
        client.shutdown().get(20, TimeUnit.SECONDS);
      }
    }

    private static void assertRefused(ClientBuilder builder) {
      Throwable failure = catchThrowable(() -> signedIn(builder));
      assertThat(failure).isInstanceOf(ExecutionException.class);
      assertThat(failure.getCause())
          .asInstanceOf(type(AuthenticationException.class))
          .returns(Reason.REFUSED, AuthenticationException::reason)
          .satisfies(refused -> assertThat(refused.mechanism()).endsWith("-PLUS"));
    }

    /** By tls-server-end-point. */
    @ParameterizedTest
    @EnumSource
    void binds_with_boring_ssl(Profile profile) throws Exception {
      assumeThat(OpenSsl.isAvailable()).as("netty-tcnative runs on this platform").isTrue();
      TlsPolicy tls = platform().toBuilder().boringSsl().build();
      BoundStream stream = signedIn(client(profile, password().requireChannelBinding(), tls));
      assertThat(stream.mechanism()).endsWith("-PLUS");
      assertThat(stream.tlsProtocol()).isEqualTo("TLSv1.3");
    }

    /** By tls-server-end-point, and from JDK 25 on by tls-exporter. */
    @ParameterizedTest
    @EnumSource
    void binds_with_the_platforms_tls(Profile profile) throws Exception {
      Sasl required = password().requireChannelBinding();
      BoundStream stream = signedIn(client(profile, required, platform()));
      assertThat(stream.mechanism()).startsWith("SCRAM-SHA-").endsWith("-PLUS");
    }

    @ParameterizedTest
    @EnumSource
    void binds_by_exported_keying_material(Profile profile) throws Exception {
      AtomicInteger exports = new AtomicInteger();
      KeyingMaterialExporter counting =
          (engine, label, length) -> {
            exports.incrementAndGet();
            return exporter().export(engine, label, length);
          };
      BoundStream stream = signedIn(client(profile, password(), conscrypt(counting)));
      assertThat(stream.mechanism()).endsWith("-PLUS");
      assertThat(exports).hasPositiveValue();
    }

    @ParameterizedTest
    @EnumSource
    void is_refused_with_the_keying_material_of_another_connection(Profile profile) {
      KeyingMaterialExporter another = (engine, label, length) -> new byte[length];
      assertRefused(client(profile, password(), conscrypt(another)));
    }

    @ParameterizedTest
    @EnumSource
    void signs_in_without_binding_if_the_user_wants_that(Profile profile) throws Exception {
      Sasl unbound = password().withoutChannelBinding();
      BoundStream stream = signedIn(client(profile, unbound, platform()));
      assertThat(stream.mechanism()).startsWith("SCRAM-SHA-").doesNotEndWith("-PLUS");
    }

    @Test
    void binds_a_token_too() throws Exception {
      FastTokens tokens = FastTokens.inMemory();
      TlsPolicy tls = conscrypt(exporter());
      signedIn(client(Profile.SASL2, password(), tls).fastTokens(tokens));
      BoundStream stream = signedIn(client(Profile.SASL2, password(), tls).fastTokens(tokens));
      assertThat(stream.mechanism()).isEqualTo("HT-SHA-256-EXPR");
    }
  }
}
