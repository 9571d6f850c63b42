package im.linnet;

import im.linnet.testkit.server.ProsodyServer;
import org.junit.jupiter.api.Tag;

/** C01 with SASL, binding and stream management one after the other. */
@Tag("C01")
class CutLoginIT extends CutLogins {

  CutLoginIT() {
    super(ProsodyServer.builder(), 60);
  }
}
