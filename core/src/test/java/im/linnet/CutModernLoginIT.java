package im.linnet;

import im.linnet.testkit.server.ProsodyServer;
import org.junit.jupiter.api.Tag;

/** C01 with SASL2, binding and stream management in one exchange. */
@Tag("C01")
class CutModernLoginIT extends CutLogins {

  CutModernLoginIT() {
    super(ProsodyServer.modern(), 20);
  }
}
