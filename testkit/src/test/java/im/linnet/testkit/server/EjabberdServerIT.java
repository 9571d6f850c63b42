package im.linnet.testkit.server;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class EjabberdServerIT extends RealServerContract {
  EjabberdServerIT() {
    super(start());
  }

  private static EjabberdServer start() {
    EjabberdServer.reasonToSkip().ifPresent(Assumptions::abort);
    return EjabberdServer.builder().user(USER, PASSWORD).start();
  }

  @Test
  void leaves_nothing_when_closed() {
    EjabberdServer own = start();
    assertLeavesNothing(own, own.site().folder());
  }
}
