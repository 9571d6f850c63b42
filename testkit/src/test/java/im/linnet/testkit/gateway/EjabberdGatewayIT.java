package im.linnet.testkit.gateway;

import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.RealServer;

class EjabberdGatewayIT extends GatewayContract {
  EjabberdGatewayIT() {
    super(EjabberdServer.builder().component("gateway.localhost", "secret"));
  }

  @Override
  int componentPort(RealServer server) {
    return server.componentPort("gateway.localhost");
  }
}
