package im.linnet.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.server.ProsodyServer.PasswordHash;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModernProsodyServerIT extends ModernServerContract {
  ModernProsodyServerIT() {
    super(ProsodyServer.modern());
  }

  @Override
  Set<String> tokenMechanisms() {
    return Set.of("HT-SHA-256-NONE", "HT-SHA-256-EXPR");
  }

  @Override
  String uploads() {
    return "share.localhost";
  }

  @Override
  Set<String> bindable() {
    return Set.of("urn:xmpp:sm:3", "urn:xmpp:carbons:2", "urn:xmpp:csi:0");
  }

  @Test
  void offers_tokens_only_in_a_stream_that_names_its_user() throws IOException {
    try (RawStream stream = direct(server().domain())) {
      stream.open(server().domain());
      assertThat(stream.features().toString())
          .contains("urn:xmpp:sasl:2")
          .doesNotContain("urn:xmpp:fast:0");
    }
  }

  @Test
  void serves_bosh() throws Exception {
    assertServesBosh("/http-bind");
  }

  @Test
  void can_offer_both_families_of_scram_and_leaves_nothing_when_closed() throws IOException {
    ProsodyServer own =
        ProsodyServer.modern().passwordHash(PasswordHash.NONE).without("sasl2_fast").start();
    assertThat(features(own))
        .contains(">SCRAM-SHA-1<", ">SCRAM-SHA-256<")
        .doesNotContain("urn:xmpp:fast:0");
    assertLeavesNothing(own, own.site().folder());
  }

  @Test
  void can_have_other_modules_and_settings() throws IOException {
    ProsodyServer.Builder settings =
        ProsodyServer.modern()
            .modules("http_oauth2")
            .setting("oauth2_registration_key = \"any\"")
            .setting("disable_sasl_mechanisms = { \"PLAIN\" }");
    try (ProsodyServer own = settings.start()) {
      assertThat(features(own)).contains(">OAUTHBEARER<").doesNotContain(">PLAIN<");
    }
  }

  private static String features(ProsodyServer own) throws IOException {
    try (RawStream stream =
        RawStream.tls(own.authority().clientContext(), own.domain(), own.directTlsPort())) {
      stream.open(own.domain(), "a@localhost");
      return stream.features().toString();
    }
  }
}
