package im.linnet;

import im.linnet.testkit.server.ProsodyServer;

/** C01 with SASL, binding and stream management one after the other. */
class CutLoginIT extends CutLogins {

  CutLoginIT() {
    super(ProsodyServer.builder(), 60);
  }
}
