package im.linnet.testkit.server;

import org.junit.jupiter.api.Test;

class EjabberdServerIT extends WebContract {
  EjabberdServerIT() {
    super(EjabberdServer.builder());
  }

  @Test
  void serves_host_meta() throws Exception {
    assertServesHostMeta();
  }

  @Test
  void leaves_nothing_when_closed() {
    EjabberdServer own = EjabberdServer.builder().start();
    assertLeavesNothing(own, own.site().folder());
  }
}
