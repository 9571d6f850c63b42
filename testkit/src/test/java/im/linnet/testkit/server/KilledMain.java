package im.linnet.testkit.server;

import java.util.concurrent.CountDownLatch;

/** A test run to be killed: starts the named server, prints its folder, waits for its end. */
final class KilledMain {
  private KilledMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    ServerSite site =
        arguments[0].equals("prosody")
            ? ProsodyServer.builder().start().site()
            : EjabberdServer.builder().start().site();
    System.out.println("folder=" + site.folder());
    new CountDownLatch(1).await();
  }
}
