package im.linnet.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.server.EjabberdServer.PasswordHash;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModernEjabberdServerIT extends ModernServerContract {
  ModernEjabberdServerIT() {
    super(EjabberdServer.modern());
  }

  /** UNIQ is listed, but can't be used over TLS 1.3. */
  @Override
  Set<String> tokenMechanisms() {
    return Set.of("HT-SHA-256-NONE", "HT-SHA-256-EXPR", "HT-SHA-256-UNIQ", "HT-SHA-256-ENDP");
  }

  @Override
  String uploads() {
    return "upload.localhost";
  }

  @Override
  Set<String> bindable() {
    return Set.of("urn:xmpp:sm:3", "urn:xmpp:carbons:2");
  }

  @Test
  void offers_sasl2_only_in_a_stream_that_names_its_user() throws IOException {
    try (RawStream stream = direct(server().domain())) {
      stream.open(server().domain());
      assertThat(stream.features().toString())
          .contains(">SCRAM-SHA-256<", ">X-OAUTH2<")
          .doesNotContain("urn:xmpp:sasl:2");
    }
  }

  @Test
  void serves_bosh() throws Exception {
    assertServesBosh("/bosh");
  }

  @Test
  void can_have_other_settings_and_leaves_nothing_when_closed() throws IOException {
    EjabberdServer own =
        EjabberdServer.modern()
            .passwordHash(PasswordHash.SHA_512)
            .without("mod_auth_fast")
            .module("mod_roster", "{versioning: false}")
            .setting("disable_sasl_mechanisms: [X-OAUTH2]")
            .start();
    try (RawStream stream =
        RawStream.tls(own.authority().clientContext(), own.domain(), own.directTlsPort())) {
      stream.open(own.domain(), "a@localhost");
      assertThat(stream.features().toString())
          .contains(">SCRAM-SHA-512<")
          .doesNotContain("urn:xmpp:fast:0", "X-OAUTH2", ">SCRAM-SHA-256<");
    }
    assertLeavesNothing(own, own.site().folder());
  }
}
