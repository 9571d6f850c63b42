package im.linnet.testkit.server;

import java.util.concurrent.CountDownLatch;

/** A test run to be killed: starts the named server, prints its folder, waits for its end. */
final class KilledMain {
  private KilledMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    RealServer server = ServerKind.valueOf(arguments[0]).settings().start();
    ServerSite site =
        server instanceof ProsodyServer prosody ? prosody.site() : ((EjabberdServer) server).site();
    System.out.println("folder=" + site.folder());
    new CountDownLatch(1).await();
  }
}
