package im.linnet.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import org.junit.jupiter.api.Test;

class ProsodyGatewayIT extends GatewayContract {
  ProsodyGatewayIT() {
    super(ProsodyServer.builder().component("gateway.localhost", "secret"));
  }

  @Override
  int componentPort(RealServer server) {
    return server.componentPort("gateway.localhost");
  }

  @Test
  void is_told_that_the_domain_is_unknown_or_in_use() {
    assertThatThrownBy(() -> gateway().domain("unknown.localhost").start())
        .hasMessageContaining("host-unknown (the server has no such component configured)");
    try (GatewayService first = gateway().start()) {
      assertThat(first.ended()).isNotDone();
      assertThatThrownBy(() -> gateway().start()).hasMessageContaining("conflict");
    }
  }
}
