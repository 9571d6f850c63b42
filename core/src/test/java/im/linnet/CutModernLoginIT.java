package im.linnet;

import im.linnet.testkit.server.ProsodyServer;

/** C01 with SASL2, binding and stream management in one exchange. */
class CutModernLoginIT extends CutLogins {

  CutModernLoginIT() {
    super(ProsodyServer.modern(), 20);
  }
}
