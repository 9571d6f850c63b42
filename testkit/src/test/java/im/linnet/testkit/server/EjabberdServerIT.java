package im.linnet.testkit.server;

import org.junit.jupiter.api.Test;

class EjabberdServerIT extends RealServerContract {
  EjabberdServerIT() {
    super(EjabberdServer.builder());
  }

  @Test
  void leaves_nothing_when_closed() {
    EjabberdServer own = EjabberdServer.builder().start();
    assertLeavesNothing(own, own.site().folder());
  }
}
